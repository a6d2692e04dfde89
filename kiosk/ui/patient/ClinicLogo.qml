import QtQuick
import kiosk.ui

// The clinic's logo, on white as on paper: what logos are made for, in every theme.
Rectangle {
    id: plate

    property var logo: ({})
    property real room: 0
    readonly property real pad: Theme.gap / 2
    readonly property real ratio: plate.logo.ratio ?? 1

    width: mark.width + 2 * plate.pad
    height: mark.height + 2 * plate.pad
    radius: Theme.radius / 2
    color: "#ffffff"

    Image {
        id: mark

        x: plate.pad
        y: plate.pad
        height: Math.min(Theme.icon * 1.6, (plate.room - 2 * plate.pad) / plate.ratio)
        width: height * plate.ratio
        sourceSize: Qt.size(width, height)
        source: plate.logo.image ?? ""
        Accessible.ignored: true
    }
}
