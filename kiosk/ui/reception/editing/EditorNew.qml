pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// One question more after the one that is shown, or that one less.
Column {
    id: view

    required property K.Editor page
    required property var words
    property string problem: ""
    property string kind: "choice"

    spacing: Desk.gap

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.hair
    }

    DeskField {
        id: asks

        width: parent.width
        label: view.words["edit_new_question"] ?? ""
        problem: view.problem
    }

    DeskChoice {
        width: Math.min(parent.width, Math.round(320 * Desk.scale))
        label: view.words["edit_new_kind"] ?? ""
        model: view.page.kinds
        current: view.kind
        onChosen: id => view.kind = id
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskButton {
            enabled: asks.text.trim() !== ""
            label: view.words["edit_new_add"] ?? ""
            onClicked: if (view.page.addQuestion(view.kind, asks.text))
                asks.clear()
        }

        DeskButton {
            grave: true
            label: view.words["edit_remove_question"] ?? ""
            onClicked: view.page.removeQuestion()
        }
    }
}
