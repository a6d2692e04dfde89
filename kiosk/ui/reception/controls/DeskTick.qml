import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A box to tick, with its words beside it; or a round one, of which one of a group is taken.
T.AbstractButton {
    id: tick

    property string label: ""
    property string line: ""
    // What a screen reader says, where the words beside it are not enough.
    property string spoken: tick.label
    property bool single: false

    checkable: true
    implicitWidth: implicitContentWidth
    implicitHeight: Math.max(Desk.row, implicitContentHeight + Desk.gap)
    focusPolicy: Qt.StrongFocus
    Accessible.role: tick.single ? Accessible.RadioButton : Accessible.CheckBox
    Accessible.name: tick.spoken
    Accessible.description: tick.line
    Accessible.checkable: true
    Accessible.checked: tick.checked
    Accessible.onToggleAction: tick.click()
    Keys.onReturnPressed: tick.click()
    Keys.onEnterPressed: tick.click()

    background: Rectangle {
        radius: Desk.radius
        color: tick.hovered ? Theme.pineSoft : "transparent"

        DeskRing {
            shown: tick.visualFocus
        }
    }

    contentItem: Item {
        implicitWidth: box.width + Desk.gap + Math.max(word.implicitWidth, line.implicitWidth) + Desk.gap
        implicitHeight: Math.max(box.height, words.implicitHeight)

        Rectangle {
            id: box

            anchors.left: parent.left
            anchors.leftMargin: Math.round(Desk.gap / 2)
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round(26 * Desk.scale)
            height: width
            radius: tick.single ? width / 2 : 5
            color: tick.checked && !tick.single ? Theme.pine : Theme.card
            border.width: Desk.outline
            border.color: tick.checked ? Theme.pine : Theme.line

            DeskText {
                anchors.centerIn: parent
                visible: tick.checked && !tick.single
                text: "✓"
                color: Theme.pineInk
                font.weight: Font.Bold
                Accessible.ignored: true
            }

            Rectangle {
                anchors.centerIn: parent
                visible: tick.checked && tick.single
                width: parent.width / 2
                height: width
                radius: width / 2
                color: Theme.pine
            }
        }

        Column {
            id: words

            anchors.left: box.right
            anchors.leftMargin: Desk.gap
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter

            DeskText {
                id: word

                width: parent.width
                text: tick.label
                Accessible.ignored: true
            }

            DeskText {
                id: line

                width: parent.width
                visible: text !== ""
                text: tick.line
                color: Theme.muted
                font.pixelSize: Desk.small
                Accessible.ignored: true
            }
        }
    }
}
