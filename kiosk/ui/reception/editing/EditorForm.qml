pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui.reception.controls

// What can be changed of the form as a whole, in one language.
EditorPart {
    id: view

    readonly property var fields: view.page.form

    function budget() {
        view.page.writeBudget(items.text, seconds.text);
    }

    enabled: view.page.allowed.all ?? false

    EditorLanguages {
        width: parent.width
        page: view.page
        words: view.words
    }

    DeskField {
        id: title

        width: parent.width
        label: view.words["edit_form_title"] ?? ""
        text: view.fields.title ?? ""
        problem: view.said("title")
        onEdited: view.page.writeTitle(title.text)
    }

    DeskArea {
        id: description

        width: parent.width
        lines: 2
        label: view.words["edit_form_description"] ?? ""
        text: view.fields.description ?? ""
        onEdited: view.page.writeDescription(description.text)
    }

    DeskArea {
        id: purpose

        width: parent.width
        lines: 2
        label: view.words["edit_form_purpose"] ?? ""
        text: view.fields.purpose ?? ""
        onEdited: view.page.writeFormPurpose(purpose.text)
    }

    DeskField {
        id: items

        width: parent.width
        label: view.words["edit_form_items"] ?? ""
        hint: view.words["edit_form_budget_hint"] ?? ""
        text: view.fields.maxItems ?? ""
        problem: view.said("budget")
        maximumLength: 3
        inputMethodHints: Qt.ImhDigitsOnly
        onEdited: view.budget()
    }

    DeskField {
        id: seconds

        width: parent.width
        label: view.words["edit_form_seconds"] ?? ""
        text: view.fields.maxSeconds ?? ""
        maximumLength: 4
        inputMethodHints: Qt.ImhDigitsOnly
        onEdited: view.budget()
    }
}
