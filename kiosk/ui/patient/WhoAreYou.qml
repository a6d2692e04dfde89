import QtQuick
import Kiosk
import kiosk.ui.controls

// Who is at the screen, as the clinic asks for it.
Message {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words

    icon: "person"
    title: page.words["identity_sorry_title"]
    body: page.words["identity_sorry_body"]
    primary: page.words["broken_back"]
    onPrimaryClicked: page.patient.leave(false)
}
