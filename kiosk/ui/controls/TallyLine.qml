import QtQuick
import kiosk.ui

// How many are chosen, in one line below a list; what changed by itself is announced.
PlainText {
    id: line

    readonly property bool personal: true
    readonly property real room: line.implicitHeight + Theme.gap / 2

    font.pixelSize: Theme.label
    color: Theme.muted
    maximumLineCount: 2
    onTextChanged: if (line.visible && line.text) line.Accessible.announce(line.text, Accessible.Polite)
}
