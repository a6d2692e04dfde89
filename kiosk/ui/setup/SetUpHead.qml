import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// How far it is, and how the window looks.
Rectangle {
    id: head

    required property K.SetUp setUp
    required property var words

    implicitHeight: Math.max(told.implicitHeight, looks.implicitHeight) + Desk.gap
    color: Theme.rail

    DeskText {
        id: told

        x: Desk.margin
        anchors.left: parent.left
        anchors.leftMargin: Desk.margin
        anchors.right: looks.left
        anchors.rightMargin: Desk.gap
        anchors.verticalCenter: parent.verticalCenter
        text: head.setUp.progress
        font.weight: Font.DemiBold
    }

    Row {
        id: looks

        anchors.right: parent.right
        anchors.rightMargin: Desk.margin - Desk.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: Desk.gap / 2

        DeskButton {
            quiet: true
            terse: true
            label: head.setUp.textWord
            onClicked: head.setUp.otherSize()
        }

        DeskButton {
            quiet: true
            terse: true
            label: head.setUp.themeWord
            onClicked: head.setUp.otherColours()
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 4
        color: Theme.track
        border.width: Theme.contrasted ? 1 : 0
        border.color: Theme.line

        Rectangle {
            anchors.left: parent.left
            width: parent.width * head.setUp.share
            height: parent.height
            color: Theme.pine
        }
    }
}
