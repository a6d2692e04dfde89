import QtQuick
import kiosk.ui

// One of the fixed controls: an icon with its word below, or beside it where height is short. The
// word is drawn smaller before it is broken or runs out of its place.
Touchable {
    id: control

    property string sign: ""
    property string word: control.label
    property bool beside: false
    property color colour: Theme.pine
    property color wordColour: Theme.ink
    readonly property real apart: control.beside ? Theme.gap / 2 : Theme.gap / 5
    readonly property real side: control.beside ? Theme.icon * 0.75 : Theme.icon

    padding: Theme.gap / 4
    edge: "transparent"
    edgeWidth: 0

    contentItem: Item {
        Icon {
            name: control.sign
            side: control.side
            colour: control.colour
            x: control.beside ? (control.mirrored ? parent.width - width : 0) : (parent.width - width) / 2
            y: control.beside ? (parent.height - height) / 2 : 0
        }

        PlainText {
            text: control.word
            x: control.beside && !control.mirrored ? control.side + control.apart : 0
            y: control.beside ? 0 : control.side + control.apart
            width: control.beside ? parent.width - control.side - control.apart : parent.width
            height: parent.height - y
            horizontalAlignment: control.beside ? (control.mirrored ? Text.AlignRight : Text.AlignLeft) : Text.AlignHCenter
            verticalAlignment: control.beside ? Text.AlignVCenter : Text.AlignTop
            LayoutMirroring.enabled: false
            wrapMode: Text.WordWrap
            fontSizeMode: Text.Fit
            minimumPixelSize: 8
            font.pixelSize: Theme.label
            color: control.wordColour
            lineHeight: 0.9
            Accessible.ignored: true
        }
    }
}
