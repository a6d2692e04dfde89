import QtQuick
import kiosk.ui

// A button with its word: `primary` is the one clear action of a page.
Touchable {
    id: button

    property bool primary: false
    property bool grave: false
    property string sign: ""
    property int textSize: button.primary ? Theme.body : Theme.small
    // Told by the name, for an icon on a hidden page is not visible and would take no room.
    readonly property real beside: button.sign ? Theme.icon + Theme.gap / 2 : 0
    readonly property color strength: button.grave ? Theme.error : Theme.pine

    implicitHeight: Math.max(Theme.row, button.implicitContentHeight + button.topPadding + button.bottomPadding)
    horizontalPadding: Theme.gap
    ground: button.primary ? button.strength : Theme.card
    groundPressed: button.primary ? (button.grave ? Theme.ink : Theme.pinePressed) : Theme.pineSoft
    edge: button.primary ? button.strength : (button.grave ? Theme.error : Theme.line)
    opacity: button.enabled ? 1 : 0.6

    contentItem: Item {
        implicitWidth: word.natural + button.beside + 1
        implicitHeight: word.implicitHeight

        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.gap / 2

            Icon {
                name: button.sign
                visible: button.sign !== ""
                colour: word.color
                anchors.verticalCenter: parent.verticalCenter
            }

            WholeWords {
                id: word

                room: button.availableWidth - button.beside
                text: button.label
                width: Math.min(word.natural, word.room)
                horizontalAlignment: Text.AlignHCenter
                color: button.primary ? Theme.pineInk : (button.grave ? Theme.error : Theme.ink)
                size: button.textSize
                font.weight: button.primary ? Font.DemiBold : Font.Normal
                lineHeight: 0.9
                Accessible.ignored: true
            }
        }
    }
}
