import QtQuick
import kiosk.ui

// Around what has the keyboard: saffron between two edges of ink, 3:1 on every ground. Made only
// where the keyboard is, for a page has many that can be touched.
Loader {
    id: ring

    property bool shown: false

    anchors.fill: parent
    anchors.margins: -2 * Theme.outline
    active: ring.shown

    sourceComponent: Rectangle {
        color: "transparent"
        radius: Theme.radius + 2 * Theme.outline
        border.width: 3 * Theme.outline
        border.color: Theme.saffron

        Rectangle {
            anchors.fill: parent
            anchors.margins: -Theme.outline
            color: "transparent"
            radius: parent.radius + Theme.outline
            border.width: Theme.outline
            border.color: Theme.saffronEdge
        }
    }
}
