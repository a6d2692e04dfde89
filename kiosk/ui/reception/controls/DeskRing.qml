pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Around what has the keyboard: saffron between two edges of ink.
Loader {
    id: ring

    property bool shown: false
    property real round: Desk.radius

    anchors.fill: parent
    anchors.margins: -5
    active: ring.shown

    sourceComponent: Rectangle {
        color: "transparent"
        radius: ring.round + 5
        border.width: 1
        border.color: Theme.saffronEdge

        Rectangle {
            anchors.fill: parent
            anchors.margins: 1
            color: "transparent"
            radius: ring.round + 4
            border.width: 3
            border.color: Theme.saffron
        }

        Rectangle {
            anchors.fill: parent
            anchors.margins: 4
            color: "transparent"
            radius: ring.round + 1
            border.width: 1
            border.color: Theme.saffronEdge
        }
    }
}
