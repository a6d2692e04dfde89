import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// What the clinic and this kiosk are called.
StepFrame {
    id: view

    required property K.NamesPage page
    required property var words

    title: view.words["setup_names_title"] ?? ""
    line: view.words["setup_names_line"] ?? ""

    DeskField {
        id: clinic

        width: parent.width
        focus: true
        label: view.words["setup_clinic"] ?? ""
        hint: view.words["setup_clinic_hint"] ?? ""
        text: view.page.clinic
        maximumLength: 200
        onEdited: view.page.write(clinic.text, kiosk.text)
        onAccepted: kiosk.forceActiveFocus()
    }

    DeskField {
        id: kiosk

        width: parent.width
        label: view.words["setup_kiosk"] ?? ""
        hint: view.words["setup_kiosk_hint"] ?? ""
        text: view.page.kiosk
        maximumLength: 80
        onEdited: view.page.write(clinic.text, kiosk.text)
        onAccepted: view.setUp.goOn()
    }
}
