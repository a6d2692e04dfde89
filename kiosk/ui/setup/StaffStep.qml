pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Who has a PIN, one more, and who goes when an answer asks for a person.
StepFrame {
    id: view

    required property K.StaffPage page
    required property var words
    readonly property bool wide: view.width > 860 * Desk.scale

    function add() {
        if (view.page.add(name.text, pin.text, again.text))
            [name, pin, again].forEach(field => field.clear());
    }

    title: view.words["setup_staff_title"] ?? ""
    line: view.words["setup_staff_line"] ?? ""

    Column {
        width: parent.width

        Repeater {
            model: view.page.rows

            PersonRow {
                id: person

                required property var modelData

                width: parent?.width ?? 0
                name: person.modelData.name
                role: person.modelData.role
                mayRemove: person.modelData.place >= 0
                removeWord: (view.words["setup_staff_remove"] ?? "").replace("{name}", person.modelData.name)
                onRemoved: view.page.remove(person.modelData.place)
            }
        }
    }

    Grid {
        id: fields

        readonly property real each: view.wide ? (width - Desk.gap) / 2 : width

        width: parent.width
        columns: view.wide ? 2 : 1
        spacing: Desk.gap

        DeskField {
            id: name

            width: fields.each
            label: view.words["setup_staff_name_field"] ?? ""
            maximumLength: 80
            onAccepted: pin.forceActiveFocus()
        }

        DeskChoice {
            width: fields.each
            label: view.words["setup_staff_role"] ?? ""
            model: view.page.roles
            current: view.page.role
            onChosen: id => view.page.chooseRole(id)
        }

        DeskField {
            id: pin

            width: fields.each
            label: view.words["setup_staff_pin"] ?? ""
            secret: true
            maximumLength: 12
            inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhSensitiveData
            onAccepted: again.forceActiveFocus()
        }

        DeskField {
            id: again

            width: fields.each
            label: view.words["setup_staff_again"] ?? ""
            secret: true
            maximumLength: 12
            inputMethodHints: Qt.ImhDigitsOnly | Qt.ImhSensitiveData
            onAccepted: view.add()
        }
    }

    DeskButton {
        label: view.words["setup_staff_add"] ?? ""
        onClicked: view.add()
    }

    Column {
        visible: view.page.needsResponder
        width: parent.width
        spacing: Desk.gap

        DeskText {
            width: parent.width
            text: view.words["setup_responder_title"] ?? ""
            font.weight: Font.DemiBold
        }

        DeskText {
            width: parent.width
            text: view.words["setup_responder_line"] ?? ""
            color: Theme.muted
        }

        DeskField {
            id: who

            width: parent.width
            label: view.words["setup_responder_name"] ?? ""
            text: view.page.responder
            maximumLength: 80
            onEdited: view.page.respond(who.text, how.text)
        }

        DeskField {
            id: how

            width: parent.width
            label: view.words["setup_responder_how"] ?? ""
            text: view.page.responderHow
            maximumLength: 80
            onEdited: view.page.respond(who.text, how.text)
        }
    }
}
