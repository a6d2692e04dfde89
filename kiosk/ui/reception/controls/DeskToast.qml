import QtQuick
import Kiosk
import kiosk.ui

// What was just done, at the foot of the page, and the way back.
Rectangle {
    id: view

    required property Toast toast
    required property string undoWord

    visible: view.toast.text !== ""
    implicitWidth: row.implicitWidth + 2 * Desk.gap
    implicitHeight: row.implicitHeight + Desk.gap
    radius: Desk.radius
    color: Theme.ink

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Desk.gap

        DeskText {
            anchors.verticalCenter: parent.verticalCenter
            text: view.toast.text
            color: Theme.paper
            wrapMode: Text.NoWrap
            Accessible.role: Accessible.AlertMessage
        }

        DeskButton {
            visible: view.toast.canUndo
            label: view.undoWord
            keys: "Ctrl Z"
            onClicked: view.toast.undo()
        }
    }
}
