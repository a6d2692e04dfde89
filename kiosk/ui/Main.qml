pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Kiosk
import kiosk.ui
import kiosk.ui.patient
import kiosk.ui.staff

// The one window of the kiosk.
Window {
    id: root

    required property PatientScreen patient
    required property StaffScreen staff
    required property TouchGuard guard
    required property var keyboards
    required property real pxPerMm
    property bool mayClose: false
    readonly property bool staffed: root.staff.page !== ""

    // The lower part of a tall panel, for somebody who sits.
    readonly property real reach: Math.min(root.height * 0.6, 560 * root.pxPerMm)
    readonly property bool lowered: root.patient.display.lowered && root.height > 400 * root.pxPerMm && !root.staffed

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
        value: patients.writing
    }

    Rectangle {
        visible: root.lowered
        width: parent.width
        height: parent.height - patients.height
        color: Theme.rail
    }

    Patient {
        id: patients

        anchors.bottom: parent.bottom
        width: parent.width
        height: root.lowered ? root.reach : parent.height
        visible: !root.staffed
        patient: root.patient
        keyboards: root.keyboards
        onStaffAsked: root.staff.open()
        LayoutMirroring.enabled: root.patient.speaking.rtl
        LayoutMirroring.childrenInherit: true
    }

    Loader {
        id: desk

        anchors.fill: parent
        active: root.staffed
        LayoutMirroring.enabled: root.staff.speaking.rtl
        LayoutMirroring.childrenInherit: true
        sourceComponent: Staff {
            staff: root.staff
        }
    }
}
