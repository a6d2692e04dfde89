import QtQuick
import kiosk.ui

// Less or more: its sign with its word.
Touchable {
    id: button

    property string sign: ""

    implicitWidth: Math.max(Theme.mm(22), word.implicitWidth + 2 * Theme.gap)
    implicitHeight: Math.max(Theme.mm(20), Theme.icon + word.implicitHeight + Theme.gap)
    padding: Theme.outline * 2
    ground: Theme.card
    edge: button.enabled ? Theme.pine : Theme.line
    opacity: button.enabled ? 1 : 0.6

    contentItem: Item {
        Column {
            anchors.centerIn: parent
            width: parent.width

            Icon {
                name: button.sign
                side: Math.max(Theme.icon, Math.min(button.height * 0.38, Theme.mm(11)))
                anchors.horizontalCenter: parent.horizontalCenter
            }

            PlainText {
                id: word

                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: button.label
                font.pixelSize: Theme.roomy ? Theme.small : Theme.label
                Accessible.ignored: true
            }
        }
    }
}
