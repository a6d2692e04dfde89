pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Every language on offer, each in its own script.
Flow {
    id: buttons

    required property PatientScreen patient
    readonly property var names: buttons.patient.speaking.languages.map(one => one.name)
    readonly property real widest: Math.max(Theme.mm(36), ...buttons.names.map(name => metrics.advanceWidth(name) * Theme.body / metrics.font.pixelSize + 3 * Theme.gap))
    readonly property int columns: Math.max(1, Math.min(3, buttons.names.length, Math.floor((buttons.width + Theme.gap) / (buttons.widest + Theme.gap))))

    spacing: Theme.gap

    // No name is broken in the middle of a word: then there are fewer columns. Measured at one
    // size and scaled, since a measure does not follow the size of the text by itself.
    FontMetrics {
        id: metrics

        font.pixelSize: 100
    }

    Repeater {
        model: buttons.patient.speaking.languages

        BigButton {
            required property var modelData

            width: (buttons.width - (buttons.columns - 1) * Theme.gap) / buttons.columns - 0.5
            label: modelData.name
            textSize: Theme.body
            edge: buttons.patient.speaking.code === modelData.code ? Theme.pine : Theme.line
            edgeWidth: Theme.outline * (buttons.patient.speaking.code === modelData.code ? 2 : 1)
            onClicked: buttons.patient.speak(modelData.code)
        }
    }
}
