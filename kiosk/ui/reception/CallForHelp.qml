import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// Somebody at a screen asked for help, and nobody has gone there yet.
Rectangle {
    id: call

    property string text: ""
    property string action: ""

    signal taken

    implicitHeight: Math.max(told.implicitHeight, go.implicitHeight) + 2 * Desk.gap
    radius: Desk.radius
    color: Theme.notice
    border.width: Desk.outline
    border.color: Theme.noticeEdge

    DeskText {
        id: told

        anchors.left: parent.left
        anchors.right: go.left
        anchors.margins: Desk.gap
        anchors.verticalCenter: parent.verticalCenter
        text: call.text
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }

    DeskButton {
        id: go

        anchors.right: parent.right
        anchors.rightMargin: Desk.gap
        anchors.verticalCenter: parent.verticalCenter
        label: call.action
        onClicked: call.taken()
    }
}
