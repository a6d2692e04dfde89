import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// How far it is, and how the window looks.
Rectangle {
    id: head

    required property K.SetUp setUp
    required property var words

    readonly property real room: head.width - 2 * Desk.margin
    readonly property real wanted: size.implicitWidth + colours.implicitWidth + Desk.gap / 2
    // Beside one another, or below one another where that is too much.
    readonly property bool narrow: told.implicitWidth + Desk.margin + head.wanted > head.room

    implicitHeight: (head.narrow ? told.height : Math.max(0, told.height - looks.height)) + looks.height + 1.25 * Desk.gap
    color: Theme.rail

    DeskText {
        id: told

        anchors.left: parent.left
        anchors.leftMargin: Desk.margin
        y: head.narrow ? Desk.gap / 2 : (head.height - height) / 2
        width: Math.min(implicitWidth, head.room)
        text: head.setUp.progress
        font.weight: Font.DemiBold
    }

    Flow {
        id: looks

        anchors.right: parent.right
        anchors.rightMargin: Desk.margin
        y: head.narrow ? told.y + told.height : Desk.gap / 2
        width: Math.min(head.wanted, head.room)
        spacing: Desk.gap / 2

        DeskButton {
            id: size

            quiet: true
            terse: true
            label: head.setUp.textWord
            onClicked: head.setUp.otherSize()
        }

        DeskButton {
            id: colours

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
