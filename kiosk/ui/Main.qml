pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui.staff

// The one window of the kiosk: the patient's screen, and the staff's over it.
PatientWindow {
    id: root

    required property StaffScreen staff

    covered: root.staff.page !== ""
    onStaffAsked: root.staff.open()

    Loader {
        id: desk

        anchors.fill: parent
        active: root.covered
        LayoutMirroring.enabled: root.staff.speaking.rtl
        LayoutMirroring.childrenInherit: true
        sourceComponent: Staff {
            staff: root.staff
        }
    }
}
