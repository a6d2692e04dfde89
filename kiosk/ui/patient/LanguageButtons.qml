pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Every language on offer, each in its own script.
Flow {
    id: buttons

    required property PatientScreen patient
    readonly property int columns: Math.max(1, Math.min(3, buttons.patient.speaking.languages.length, Math.floor(buttons.width / Theme.mm(36))))

    spacing: Theme.gap

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
