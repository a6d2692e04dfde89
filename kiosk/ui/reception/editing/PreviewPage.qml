pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.patient

// The patient's screen on a small upright panel, as large as the item it lies in lets it be.
Item {
    id: panel

    required property PatientScreen patient
    required property KeyboardChoice keyboards

    width: 800
    height: 1280
    transformOrigin: Item.TopLeft
    scale: panel.parent ? Math.min(panel.parent.width / panel.width, panel.parent.height / panel.height) : 1
    clip: true

    Binding {
        target: Theme
        property: "step"
        value: panel.patient.display.textStep
    }

    Binding {
        target: Theme
        property: "theme"
        value: panel.patient.display.theme
    }

    // Thinner than a dot of the screen, a line is here and there not drawn at all.
    Binding {
        target: Theme
        property: "thinnest"
        value: Math.ceil(1.2 / Math.max(0.1, panel.scale))
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    Patient {
        anchors.fill: parent
        patient: panel.patient
        keyboards: panel.keyboards
        LayoutMirroring.enabled: panel.patient.speaking.rtl
        LayoutMirroring.childrenInherit: true
    }
}
