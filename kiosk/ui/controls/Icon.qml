import QtQuick
import kiosk.ui

// An icon in the colour it is given; always beside its word, so it says nothing by itself.
Image {
    id: icon

    property string name: ""
    property color colour: Theme.pine
    property int side: Theme.icon

    width: icon.side
    height: icon.side
    sourceSize: Qt.size(icon.side, icon.side)
    source: icon.name ? "image://icon/" + icon.name + "/" + Theme.hex(icon.colour) : ""
    mirror: icon.name === "back" && LayoutMirroring.enabled
    Accessible.ignored: true
}
