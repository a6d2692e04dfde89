import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// Somebody with a PIN; who was added just now can be taken off again.
Item {
    id: row

    required property string name
    required property string role
    required property bool mayRemove
    required property string removeWord

    signal removed

    implicitHeight: Math.max(Desk.row + Desk.gap / 2, who.implicitHeight + Desk.gap, off.height)

    DeskText {
        id: who

        anchors.left: parent.left
        anchors.right: off.left
        anchors.verticalCenter: parent.verticalCenter
        text: row.name + " · " + row.role
    }

    DeskButton {
        id: off

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: row.mayRemove
        quiet: true
        label: row.removeWord
        onClicked: row.removed()
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.hair
    }
}
