pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Kiosk
import kiosk.ui
import kiosk.ui.controls
import kiosk.ui.patient

// A window with the patient's screen; whatever else lies in it lies over that.
Window {
    id: root

    required property PatientScreen patient
    required property TouchGuard guard
    required property KeyboardChoice keyboards
    required property real pxPerMm
    property bool mayClose: false
    property bool covered: false
    property rect framed: Qt.rect(0, 0, 0, 0)
    readonly property bool writing: patients.writing

    // The lower part of a tall panel, for somebody who sits.
    readonly property real reach: Math.min(root.height * 0.6, 560 * root.pxPerMm)
    readonly property bool lowered: root.patient.display.lowered && root.height > 400 * root.pxPerMm && !root.covered

    signal staffAsked

    title: root.patient.offer.clinic
    color: Theme.paper
    onClosing: close => close.accepted = root.mayClose

    Binding {
        target: Theme
        property: "pxPerMm"
        value: root.pxPerMm
    }

    Binding {
        target: Theme
        property: "width"
        value: root.width
    }

    Binding {
        target: Theme
        property: "height"
        value: patients.height
    }

    Binding {
        target: Theme
        property: "step"
        value: root.patient.display.textStep
    }

    Binding {
        target: Theme
        property: "theme"
        value: root.patient.display.theme
    }

    Binding {
        target: root.guard
        property: "typing"
        value: patients.typing
    }

    Rectangle {
        visible: root.lowered
        width: parent.width
        height: parent.height - patients.height
        color: Theme.rail

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.outline
            visible: Theme.contrasted
            color: Theme.line
        }
    }

    Patient {
        id: patients

        // By the window, for what is in it has no size before it is shown, and all would be laid out twice.
        y: root.height - height
        width: root.width
        height: root.lowered ? root.reach : root.height
        visible: !root.covered
        patient: root.patient
        keyboards: root.keyboards
        onStaffAsked: root.staffAsked()
        LayoutMirroring.enabled: root.patient.speaking.rtl
        LayoutMirroring.childrenInherit: true
    }

    // Around what keys or the switch are at, where it draws no ring of its own.
    Item {
        x: root.framed.x
        y: root.framed.y
        z: 1
        width: root.framed.width
        height: root.framed.height

        FocusRing {
            shown: root.framed.width > 0
        }
    }
}
