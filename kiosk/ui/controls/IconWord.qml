import QtQuick
import kiosk.ui

// One of the fixed controls: an icon with its word below, or beside it where height is short.
Touchable {
    id: control

    property string sign: ""
    property bool beside: false
    property color colour: Theme.pine
    property color wordColour: Theme.ink

    padding: Theme.gap / 4
    edge: "transparent"
    edgeWidth: 0

    contentItem: Item {
        implicitWidth: control.beside ? Theme.icon + Theme.gap / 2 + word.implicitWidth : word.implicitWidth
        implicitHeight: control.beside ? Math.max(Theme.icon, word.implicitHeight) : Theme.icon + word.implicitHeight + Theme.gap / 5

        Icon {
            id: drawing

            name: control.sign
            colour: control.colour
            x: control.beside ? (control.mirrored ? parent.width - width : 0) : (parent.width - width) / 2
            y: control.beside ? (parent.height - height) / 2 : 0
        }

        PlainText {
            id: word

            text: control.label
            width: control.beside ? parent.width - Theme.icon - Theme.gap / 2 : parent.width
            x: control.beside && !control.mirrored ? Theme.icon + Theme.gap / 2 : 0
            y: control.beside ? (parent.height - height) / 2 : drawing.y + drawing.height + Theme.gap / 5
            horizontalAlignment: control.beside ? (control.mirrored ? Text.AlignRight : Text.AlignLeft) : Text.AlignHCenter
            LayoutMirroring.enabled: false
            font.pixelSize: Theme.label
            color: control.wordColour
            lineHeight: 0.9
            Accessible.ignored: true
        }
    }
}
