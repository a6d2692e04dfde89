import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One question with its answer, and a way to change it.
Item {
    id: row

    property var line: ({})
    property string changeWord: ""

    signal changed

    implicitHeight: Math.max(button.height, texts.implicitHeight) + Theme.gap

    Column {
        id: texts

        anchors.left: parent.left
        anchors.right: button.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.gap / 4
        spacing: Theme.gap / 5

        PlainText {
            width: parent.width
            text: row.line.question ?? ""
            color: Theme.muted
            font.pixelSize: Theme.label
            lineHeight: 0.9
        }

        PlainText {
            width: parent.width
            text: row.line.answer ?? ""
            font.pixelSize: Theme.small
            font.weight: Font.DemiBold
            maximumLineCount: 4
            elide: Text.ElideRight
            Accessible.name: row.line.answer ?? ""
        }
    }

    BigButton {
        id: button

        anchors.right: parent.right
        anchors.verticalCenter: texts.verticalCenter
        implicitHeight: Theme.target
        width: Math.max(implicitWidth, Theme.mm(26))
        textSize: Theme.label
        label: row.changeWord
        Accessible.name: row.line.change ?? ""
        onClicked: row.changed()
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.outline / 2
        color: Theme.hair
    }
}
