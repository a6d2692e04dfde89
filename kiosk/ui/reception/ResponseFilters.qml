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
    readonly property int share: Math.floor((filters.width - (filters.fit - 1) * Desk.gap) / filters.fit)

    component Written: DeskField {
        id: field

        required property string part

        width: filters.share
        text: filters.held[field.part]
        onAccepted: filters.page.ask(field.part, field.text)
        onActiveFocusChanged: if (!field.activeFocus)
            filters.page.ask(field.part, field.text)
    }

    component Chosen: DeskChoice {
        id: choice

        required property string part

        width: filters.share
        current: filters.held[choice.part]
        onChosen: id => filters.page.ask(choice.part, id)
    }

    spacing: Desk.gap

    Written {
        part: "patient"
        label: filters.words["responses_filter_patient"] ?? ""
    }

    Written {
        part: "code"
        label: filters.words["responses_filter_code"] ?? ""
    }

    Chosen {
        part: "form"
        label: filters.words["responses_filter_form"] ?? ""
        model: filters.page.forms
    }

    Chosen {
        part: "state"
        label: filters.words["responses_filter_state"] ?? ""
        model: filters.page.states
    }

    Chosen {
        part: "span"
        label: filters.words["responses_filter_when"] ?? ""
        model: filters.page.spans
    }

    Written {
        part: "since"
        visible: filters.held.span === "days"
        label: filters.words["responses_filter_since"] ?? ""
    }

    Written {
        part: "until"
        visible: filters.held.span === "days"
        label: filters.words["responses_filter_until"] ?? ""
    }

    DeskButton {
        visible: filters.page.asking
        label: filters.words["responses_filter_clear"] ?? ""
        onClicked: filters.page.showAll()
    }
}
