import QtQuick
import kiosk.ui

// A quiet button beside a pad. It leaves the focus in the field. `label` is its name, `shown` what
// is drawn; a long word is drawn smaller rather than broken.
Touchable {
    id: aside

    property string shown: aside.label

    focusPolicy: Qt.TabFocus
    ground: Theme.card
    edge: Theme.line
    horizontalPadding: Theme.outline * 4

    contentItem: PlainText {
        text: aside.shown
        font.pixelSize: Theme.roomy ? Theme.small : Theme.label
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.mm(3.5)
        wrapMode: Text.WordWrap
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        lineHeight: 0.9
        Accessible.ignored: true
    }
}
