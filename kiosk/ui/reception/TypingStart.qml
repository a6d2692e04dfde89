pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What stands at the head of a paper that is typed in: which form, whose, of which day.
Column {
    id: view

    required property K.TypingIn typing
    required property var forms
    required property var words
    readonly property real wide: Math.min(view.width, Math.round(360 * Desk.scale))
    property string form: view.forms.length > 0 ? view.forms[0].id : ""
    property string kind: "nhs"
    property string who: ""

    function begin() {
        view.typing.begin(view.form, day.text, view.kind, number.text, view.who);
    }

    spacing: Desk.gap * 1.5

    DeskText {
        width: parent.width
        text: view.words["typing_line"] ?? ""
        color: Theme.muted
    }

    Grid {
        columns: 2 * view.wide + Desk.gap <= view.width ? 2 : 1
        columnSpacing: Desk.gap
        rowSpacing: Desk.gap * 1.5
        // A field with a hint is higher: what is entered stands on one line all the same.
        verticalItemAlignment: Grid.AlignBottom

        DeskChoice {
            width: view.wide
            label: view.words["typing_form"] ?? ""
            model: view.forms
            current: view.form
            onChosen: id => {
                view.form = id;
                view.who = "";
            }
        }

        DeskChoice {
            width: view.wide
            label: view.words["typing_who"] ?? ""
            model: view.typing.whoMay(view.form)
            current: view.who
            onChosen: id => view.who = id
        }

        DeskChoice {
            width: view.wide
            label: view.words["typing_kind"] ?? ""
            model: ["nhs", "own"].map(kind => ({id: kind, label: view.words[`typing_kind_${kind}`] ?? ""}))
            current: view.kind
            onChosen: id => view.kind = id
        }

        DeskField {
            id: number

            width: view.wide
            label: view.words["typing_number"] ?? ""
            hint: view.words["typing_number_hint"] ?? ""
            maximumLength: 60
            onAccepted: view.begin()
        }

        DeskField {
            id: day

            width: view.wide
            label: view.words["typing_day"] ?? ""
            hint: view.words["typing_day_hint"] ?? ""
            onAccepted: view.begin()
        }
    }

    DeskButton {
        primary: true
        label: view.words["typing_begin"] ?? ""
        onClicked: view.begin()
    }
}
