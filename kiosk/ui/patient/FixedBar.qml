pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Four places beside one another.
Item {
    id: bar

    property var places: []
    property var words: ({})
    property bool covered: false
    property bool rtl: false
    readonly property real place: (bar.width - 3 * Theme.gap) / 4

    signal acted(string icon)

    Repeater {
        model: bar.visible ? bar.places : []

        FixedControl {
            x: (bar.rtl ? 3 - modelData.place : modelData.place) * (bar.place + Theme.gap)
            width: bar.place
            height: bar.height
            words: bar.words
            covered: bar.covered
            onActed: icon => bar.acted(icon)
        }
    }
}
