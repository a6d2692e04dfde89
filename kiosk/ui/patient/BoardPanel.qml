import QtQuick
import kiosk.ui
import kiosk.ui.controls

// "We said, we did": one line of what became of what patients said.
Rectangle {
    id: panel

    property var line: null
    property var words: ({})

    visible: panel.line !== null
    implicitHeight: panel.line ? texts.implicitHeight + 2 * Theme.gap * 1.2 : 0
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
            width: parent.width
            text: panel.words["board_title"] ?? ""
            color: Theme.pine
            font.pixelSize: Theme.roomy ? Theme.body : Theme.labelBase
            font.weight: Font.Bold
        }

        // A line from elsewhere is a text alone.
        PlainText {
            width: parent.width
            visible: text !== ""
            text: panel.line ? panel.line.about : ""
            font.pixelSize: Theme.roomy ? Theme.small : Theme.labelBase
            lineHeight: 0.92
        }

        PlainText {
            width: parent.width
            text: panel.line ? panel.line.told : ""
            font.pixelSize: Theme.roomy ? Theme.small : Theme.labelBase
            lineHeight: 0.92
            font.weight: Font.DemiBold
        }
    }
}
