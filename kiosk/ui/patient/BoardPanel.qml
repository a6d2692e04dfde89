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
    readonly property bool fits: panel.line !== null && panel.implicitHeight <= panel.room + 1
    readonly property real edge: Theme.gap * (Theme.roomy ? 1.2 : Theme.compact ? 0.6 : 0.9)
    readonly property real edges: 2 * panel.edge
    // What says enough where there is no room for the question as it was.
    readonly property string alone: panel.line?.alone ?? ""
    readonly property real bare: panel.edges + title.implicitHeight + texts.spacing
    readonly property real asked: about.text ? about.implicitHeight + texts.spacing : 0
    readonly property bool tight: panel.bare + panel.asked + least.implicitHeight > panel.room + 1

    // The new words say more than the old ones do, where only one of them has room.
    readonly property bool newWordsFit: panel.telling === panel.tellings.length - 1 && panel.bare + newWords.implicitHeight <= panel.room + 1
    readonly property bool brief: panel.alone !== "" && (panel.tight || panel.newWordsFit)

    // Which of the tellings, the longest first, is the first to fit; the shortest where none does.
    readonly property int telling: {
        const rest = panel.bare + panel.asked;
        for (let i = 0; i < measured.count; i++) {
            const one = measured.itemAt(i) as Telling;
            if (one !== null && rest + one.implicitHeight <= panel.room + 1)
                return i;
        }
        return panel.tellings.length - 1;
    }

    // Reckoned, for a column that is not seen is not laid out.
    implicitHeight: panel.line ? panel.bare + (panel.brief ? 0 : panel.asked) + told.implicitHeight : 0
    radius: Theme.radius
    color: Theme.pineSoft

    component Telling: PlainText {
        font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
        lineHeight: 0.92
        font.weight: Font.DemiBold
    }

    Column {
        id: texts

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap * 1.4
        y: panel.edge
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
            visible: text !== "" && !panel.brief
            text: panel.line ? panel.line.about : ""
            font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
            lineHeight: 0.92
        }

        Telling {
            id: told

            width: parent.width
            text: panel.brief ? panel.alone : panel.tellings[panel.telling] ?? ""
        }
    }

    // Never drawn: how high each telling would be, and the shortest of them.
    Telling {
        id: least

        visible: false
        width: texts.width
        text: panel.tellings[panel.tellings.length - 1] ?? ""
    }

    Telling {
        id: newWords

        visible: false
        width: texts.width
        text: panel.alone
    }

    Repeater {
        id: measured

        model: panel.tellings

        Telling {
            required property string modelData

            visible: false
            width: texts.width
            text: modelData
        }
    }
}
