pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// As what, and of which responses. A field counts once Enter is pressed or it is left.
FocusScope {
    id: view

    required property K.ExportPage page
    required property var words
    readonly property var held: view.page.held
    // As many in a row as have room for their words.
    readonly property int fit: Math.max(1, Math.min(4, Math.floor((view.width + Desk.gap) / (Math.round(200 * Desk.scale) + Desk.gap))))
    readonly property int share: Math.floor((view.width - (view.fit - 1) * Desk.gap) / view.fit)

    component Written: DeskField {
        id: field

        required property string part

        width: view.share
        text: view.held[field.part]
        onAccepted: view.page.choose(field.part, field.text)
        onActiveFocusChanged: if (!field.activeFocus)
            view.page.choose(field.part, field.text)
    }

    component Chosen: DeskChoice {
        id: choice

        required property string part

        width: view.share
        current: view.held[choice.part]
        onChosen: id => view.page.choose(choice.part, id)
    }

    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Desk.gap

        Chosen {
            focus: true
            width: Math.min(parent.width, Math.round(560 * Desk.scale))
            part: "kind"
            label: view.words["export_kind"] ?? ""
            model: view.page.kinds
        }

        DeskText {
            width: parent.width
            text: view.held.line
            color: Theme.muted
        }

        Flow {
            width: parent.width
            spacing: Desk.gap

            Chosen {
                part: "form"
                label: view.words["responses_filter_form"] ?? ""
                model: view.page.forms
            }

            Chosen {
                part: "span"
                label: view.words["export_span"] ?? ""
                model: view.page.spans
            }

            Written {
                part: "since"
                visible: view.held.span === "days"
                label: view.words["responses_filter_since"] ?? ""
            }

            Written {
                part: "until"
                visible: view.held.span === "days"
                label: view.words["responses_filter_until"] ?? ""
            }

            Chosen {
                part: "state"
                visible: !view.page.far
                label: view.words["responses_filter_state"] ?? ""
                model: view.page.states
            }

            Written {
                part: "patient"
                label: view.words["responses_filter_patient"] ?? ""
            }

            Chosen {
                part: "values"
                visible: view.held.takesValues
                label: view.words["export_values"] ?? ""
                model: view.page.values
            }
        }

        DeskTick {
            id: unsynced

            visible: !view.page.far
            label: view.words["export_unsynced"] ?? ""
            checked: view.held.unsynced !== ""
            onClicked: {
                view.page.choose("unsynced", unsynced.checked ? "yes" : "");
                unsynced.checked = Qt.binding(() => view.held.unsynced !== "");
            }
        }
    }
}
