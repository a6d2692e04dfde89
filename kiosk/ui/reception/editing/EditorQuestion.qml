pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui.reception.controls

// What can be changed of one question, in one language.
EditorPart {
    id: view

    readonly property var fields: view.page.fields
    readonly property bool open: !view.fields.refused
    readonly property bool mayAll: view.page.allowed.all ?? false

    DeskText {
        visible: text !== ""
        width: parent.width
        text: view.fields.refused ?? ""
        font.weight: Font.DemiBold
    }

    EditorLanguages {
        width: parent.width
        page: view.page
        words: view.words
    }

    DeskArea {
        id: asks

        width: parent.width
        enabled: view.open
        focus: true
        lines: 2
        label: view.words["edit_text"] ?? ""
        text: view.fields.text ?? ""
        onEdited: view.page.writeText(asks.text)
    }

    EditorNote {
        width: parent.width
        original: view.fields.original ?? ""
        words: view.words
        problem: view.said("text")
    }

    DeskArea {
        id: help

        visible: view.fields.mayHelp ?? false
        width: parent.width
        enabled: view.open
        lines: 1
        label: view.words["edit_help"] ?? ""
        text: view.fields.help ?? ""
        onEdited: view.page.writeHelp(help.text)
    }

    EditorNote {
        visible: help.visible
        width: parent.width
        original: view.fields.helpOriginal ?? ""
        words: view.words
        hint: view.words["edit_help_hint"] ?? ""
        problem: view.said("help")
    }

    EditorAnswers {
        visible: (view.fields.options ?? []).length > 0
        width: parent.width
        enabled: view.open
        page: view.page
        words: view.words
    }

    DeskTick {
        visible: view.fields.mayRequire ?? false
        enabled: view.open
        label: view.words["edit_required"] ?? ""
        checked: view.fields.required ?? false
        onClicked: view.page.require(checked)
    }

    EditorAsked {
        visible: view.mayAll
        width: parent.width
        enabled: view.open
        page: view.page
        words: view.words
        problem: view.said("ask")
    }

    DeskField {
        id: purpose

        visible: view.mayAll && (view.fields.asks ?? false)
        width: parent.width
        enabled: view.open
        label: view.words["edit_purpose"] ?? ""
        hint: view.words["edit_purpose_hint"] ?? ""
        text: view.fields.purpose ?? ""
        problem: view.said("purpose")
        onEdited: view.page.writePurpose(purpose.text)
    }

    EditorNew {
        visible: view.mayAll
        width: parent.width
        page: view.page
        words: view.words
        problem: view.said("new") || view.said("question")
    }
}
