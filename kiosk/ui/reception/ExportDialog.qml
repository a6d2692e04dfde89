pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Before anything is written: the password to note, and the PIN once more.
DeskDialog {
    id: dialog

    required property K.ExportPage page
    required property var words
    readonly property string password: dialog.page.question.password ?? ""
    property string pin: ""

    function go() {
        dialog.page.enterPin(dialog.pin);
        dialog.pin = "";
    }

    shown: dialog.page.question.body !== undefined
    title: dialog.page.texts.ask_title
    body: dialog.page.question.body ?? ""
    onAboutToShow: dialog.pin = ""
    onClosed: dialog.page.dismiss()

    content: Column {
        id: inside

        spacing: Desk.gap
        bottomPadding: Desk.gap / 2

        DeskText {
            width: inside.width
            visible: dialog.password !== ""
            text: dialog.words["export_note"] ?? ""
            font.weight: Font.DemiBold
        }

        DeskText {
            width: inside.width
            visible: dialog.password !== ""
            text: dialog.password
            font.pixelSize: Desk.code
            font.weight: Font.DemiBold
            font.features: {"zero": 1}
            wrapMode: Text.WrapAnywhere
        }

        DeskField {
            id: pin

            focus: true
            width: inside.width
            label: dialog.words["export_pin"] ?? ""
            hint: dialog.page.texts.pin_why
            problem: dialog.page.refusal
            secret: true
            maximumLength: 12
            inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhSensitiveData
            text: dialog.pin
            onEdited: dialog.pin = pin.text
            onAccepted: dialog.go()
        }
    }

    buttons: ReasonButtons {
        problem: ""

        DeskButton {
            primary: true
            enabled: !dialog.page.pin.checking
            label: dialog.words["export_ask_go"] ?? ""
            onClicked: dialog.go()
        }

        DeskButton {
            label: dialog.words["reason_cancel"] ?? ""
            onClicked: dialog.page.dismiss()
        }
    }
}
