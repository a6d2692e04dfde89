pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// When a question is asked: always, or only after one answer to one question before it.
Column {
    id: view

    required property K.Editor page
    required property var words
    property string problem: ""
    readonly property var fields: view.page.fields

    spacing: Desk.gap

    DeskChoice {
        width: parent.width
        label: view.words["edit_ask_only"] ?? ""
        model: view.fields.questions ?? []
        current: view.fields.waits ?? ""
        onChosen: id => view.page.askOnly(id, "0")
    }

    DeskChoice {
        visible: (view.fields.answers ?? []).length > 0
        width: parent.width
        label: view.words["edit_ask_with"] ?? ""
        model: view.fields.answers ?? []
        current: view.fields.answer ?? ""
        onChosen: id => view.page.askOnly(view.fields.waits, id)
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: view.problem
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }
}
