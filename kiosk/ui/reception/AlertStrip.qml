import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// What can't wait, above every page: where, since when, and the way to it; never an answer.
Rectangle {
    id: bar

    required property var strip

    signal opened(string page)

    visible: (bar.strip.title ?? "") !== ""
    implicitHeight: Math.max(words.implicitHeight, open.implicitHeight) + 2 * Desk.gap
    radius: Desk.radius
    color: Theme.notice
    border.width: Desk.outline
    border.color: Theme.noticeEdge

    Column {
        id: words

        anchors.left: parent.left
        anchors.right: open.visible ? open.left : parent.right
        anchors.margins: Desk.gap * 1.5
        anchors.verticalCenter: parent.verticalCenter

        DeskText {
            width: parent.width
            text: bar.strip.title ?? ""
            font.weight: Font.DemiBold
            Accessible.role: Accessible.AlertMessage
        }

        DeskText {
            width: parent.width
            text: bar.strip.line ?? ""
        }
    }

    DeskButton {
        id: open

        anchors.right: parent.right
        anchors.rightMargin: Desk.gap
        anchors.verticalCenter: parent.verticalCenter
        visible: open.label !== ""
        label: bar.strip.action ?? ""
        onClicked: bar.opened(bar.strip.page)
    }
}
