import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One line of the first page, with its icon.
Item {
    id: fact

    required property var modelData
    property real textSize: Theme.small

    implicitHeight: Math.max(drawing.height, says.implicitHeight)

    Icon {
        id: drawing

        anchors.left: parent.left
        side: fact.textSize * 1.25
        name: fact.modelData.icon
        colour: Theme.coverLine
    }

    PlainText {
        id: says

        anchors.left: drawing.right
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap
        text: fact.modelData.text
        color: Theme.coverInk
        lineHeight: 0.92
        font.pixelSize: fact.textSize
    }
}
