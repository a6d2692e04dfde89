pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Which responses are asked for. A field counts once Enter is pressed or it is left.
Flow {
    id: filters

    required property K.ResponsesPage page
    required property var words
    readonly property var held: filters.page.held
    // All five in one row where each has room for its words, else as many as have.
    readonly property int fit: Math.max(1, Math.min(5, Math.floor((filters.width + Desk.gap) / (Math.round(165 * Desk.scale) + Desk.gap))))
    readonly property int part: Math.floor((filters.width - (filters.fit - 1) * Desk.gap) / filters.fit)

    component Written: DeskField {
        id: field

        required property string name

        width: filters.part
        text: filters.held[field.name]
        onAccepted: filters.page.ask(field.name, field.text)
        onActiveFocusChanged: if (!field.activeFocus)
            filters.page.ask(field.name, field.text)
    }

    component Chosen: DeskChoice {
        id: choice

        required property string name

        width: filters.part
        current: filters.held[choice.name]
        onChosen: id => filters.page.ask(choice.name, id)
    }

    spacing: Desk.gap

    Written {
        name: "patient"
        label: filters.words["responses_filter_patient"] ?? ""
    }

    Written {
        name: "code"
        label: filters.words["responses_filter_code"] ?? ""
    }

    Chosen {
        name: "form"
        label: filters.words["responses_filter_form"] ?? ""
        model: filters.page.forms
    }

    Chosen {
        name: "state"
        label: filters.words["responses_filter_state"] ?? ""
        model: filters.page.states
    }

    Chosen {
        name: "span"
        label: filters.words["responses_filter_when"] ?? ""
        model: filters.page.spans
    }

    Written {
        name: "since"
        visible: filters.held.span === "days"
        label: filters.words["responses_filter_since"] ?? ""
    }

    Written {
        name: "until"
        visible: filters.held.span === "days"
        label: filters.words["responses_filter_until"] ?? ""
    }

    DeskButton {
        visible: filters.page.asking
        label: filters.words["responses_filter_clear"] ?? ""
        onClicked: filters.page.showAll()
    }
}
