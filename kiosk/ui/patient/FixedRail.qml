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
            height: modelData.quiet ? Theme.railQuiet : Theme.railPlace
            words: rail.words
            brief: true
            onActed: icon => rail.acted(icon)
        }
    }
}
