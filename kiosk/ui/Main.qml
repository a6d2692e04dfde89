pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui.staff

// The one window of the kiosk: the patient's screen, and the staff's over it.
PatientWindow {
    id: root

    required property StaffScreen staff
    // The desk over all of it, while staff are there; its QML is read when it is first opened.
    property QtObject reception: null

    covered: root.staff.page !== ""
    onStaffAsked: root.staff.open()

    Loader {
        id: desk

        anchors.fill: parent
        active: root.covered && root.staff.page !== "desk"
        LayoutMirroring.enabled: root.staff.speaking.rtl
        LayoutMirroring.childrenInherit: true
        sourceComponent: Staff {
            staff: root.staff
        }
    }

    Loader {
        id: reception

        anchors.fill: parent
        focus: true
    }

    onReceptionChanged: {
        if (root.reception)
            reception.setSource("reception/OnKiosk.qml", {reception: root.reception, keyboards: root.keyboards, guard: root.guard});
        else
            reception.source = "";
        reception.forceActiveFocus();
    }
}
