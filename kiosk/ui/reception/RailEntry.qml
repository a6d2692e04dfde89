import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.ui.reception.controls

// One page in the rail, and how many things wait on it.
T.AbstractButton {
    id: entry

    property string label: ""
    property string name: entry.label
    property int badge: 0
    property int place: 0
    property bool shown: false

    implicitHeight: Math.max(Desk.row, word.implicitHeight + Desk.gap)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: entry.name
    Accessible.selected: entry.shown
    Keys.onReturnPressed: entry.click()
    Keys.onEnterPressed: entry.click()

    Shortcut {
        // There are nine such keys; Ctrl+0 is another.
        sequence: entry.place < 10 ? `Ctrl+${entry.place}` : ""
        onActivated: entry.click()
    }

    background: Rectangle {
        color: entry.shown || entry.hovered ? Theme.coverPressed : "transparent"

        Rectangle {
            visible: entry.shown
            anchors.left: parent.left
            width: 6
            height: parent.height
            color: Theme.saffron
        }

        DeskRing {
            anchors.margins: 2
            round: 2
            shown: entry.visualFocus
        }
    }

    contentItem: Item {
        implicitHeight: word.implicitHeight

        DeskText {
            id: word

            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.right: badge.left
            anchors.leftMargin: Desk.gap * 1.5
            text: entry.label
            color: Theme.coverInk
            font.weight: entry.shown ? Font.DemiBold : Font.Normal
            Accessible.ignored: true
        }

        Rectangle {
            id: badge

            visible: entry.badge > 0
            anchors.right: parent.right
            anchors.rightMargin: Desk.gap
            anchors.verticalCenter: parent.verticalCenter
            width: visible ? Math.max(height, number.implicitWidth + Desk.gap) : 0
            height: number.implicitHeight + 6
            radius: height / 2
            color: Theme.saffron

            DeskText {
                id: number

                anchors.centerIn: parent
                text: entry.badge
                color: Theme.saffronEdge
                font.weight: Font.Bold
                Accessible.ignored: true
            }
        }
    }
}
