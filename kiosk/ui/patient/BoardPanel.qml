pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// "We said, we did": one line of what became of what patients said, as long as there is room for.
Rectangle {
    id: panel

    property var line: null
    property var words: ({})

    // The most it may be high.
    property real room: 0
    readonly property var tellings: panel.line ? panel.line.told : []
    readonly property real edges: 2 * Theme.gap * 1.2

    // Which of the tellings, the longest first, is the first to fit; the shortest where none does.
    readonly property int telling: {
        const rest = panel.edges + title.height + (about.visible ? about.height + texts.spacing : 0) + texts.spacing;
        for (let i = 0; i < measured.count; i++) {
            const one = measured.itemAt(i) as PlainText;
            if (one !== null && rest + one.implicitHeight <= panel.room + 1)
                return i;
        }
        return panel.tellings.length - 1;
    }

    visible: panel.line !== null
    implicitHeight: panel.line ? texts.implicitHeight + panel.edges : 0
    radius: Theme.radius
    color: Theme.pineSoft

    Column {
        id: texts

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap * 1.4
        y: Theme.gap * 1.2
        spacing: Theme.gap / 2

        PlainText {
            id: title

            width: parent.width
            text: panel.words["board_title"] ?? ""
            color: Theme.pine
            font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
            font.weight: Font.Bold
        }

        // A line from elsewhere is a text alone.
        PlainText {
            id: about

            width: parent.width
            visible: text !== ""
            text: panel.line ? panel.line.about : ""
            font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
            lineHeight: 0.92
        }

        PlainText {
            width: parent.width
            text: panel.tellings[panel.telling] ?? ""
            font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
            lineHeight: 0.92
            font.weight: Font.DemiBold
        }
    }

    // Never drawn: how high each telling would be.
    Repeater {
        id: measured

        model: panel.tellings

        PlainText {
            required property string modelData

            visible: false
            width: texts.width
            text: modelData
            font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
            lineHeight: 0.92
            font.weight: Font.DemiBold
        }
    }
}
