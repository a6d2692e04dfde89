import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.reception.controls

// Nobody is signed in: the PIN is asked for, and nothing else is on the screen.
Rectangle {
    id: view

    required property Reception reception
    readonly property var words: view.reception.speaking.words

    function go() {
        view.reception.enterPin(pin.text);
        pin.clear();
    }

    color: Theme.paper
    Component.onCompleted: pin.forceActiveFocus()

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Desk.margin, Math.round(420 * Desk.scale))
        spacing: Desk.gap * 1.5

        DeskText {
            width: parent.width
            text: view.reception.clinic
            color: Theme.muted
        }

        DeskText {
            width: parent.width
            text: view.words["desk_pin_title"] ?? ""
            font.pixelSize: Desk.title
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        DeskText {
            width: parent.width
            text: view.words["desk_pin_body"] ?? ""
        }

        DeskField {
            id: pin

            width: parent.width
            focus: true
            label: view.words["desk_pin_field"] ?? ""
            problem: view.reception.problem
            secret: true
            maximumLength: 12
            inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhSensitiveData
            onAccepted: view.go()
        }

        DeskButton {
            primary: true
            enabled: !view.reception.pin.checking
            label: view.words["desk_pin_go"] ?? ""
            onClicked: view.go()
        }
    }
}
