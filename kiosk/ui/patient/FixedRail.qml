pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Places below one another, in short words.
Column {
    id: rail

    property var places: []
    property var words: ({})

    signal acted(string icon)

    width: Theme.railWidth
    spacing: Theme.mm(3)

    Repeater {
        model: rail.visible ? rail.places : []

        FixedControl {
            width: Theme.railWidth
            height: Theme.railPlace + Theme.label * (modelData.quiet ? (Theme.step < 2 ? 1.5 : 1.2) : 0)
            words: rail.words
            brief: true
            onActed: icon => rail.acted(icon)
        }
    }
}
