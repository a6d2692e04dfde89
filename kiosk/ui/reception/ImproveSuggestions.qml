pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Everything that was said, a question and a reason a row; Enter reads the words.
ImprovePart {
    id: view

    required property K.SuggestionsTab page
    required property var words

    least: actions.height + Desk.gap + view.fewRows

    Flow {
        id: actions

        width: parent.width
        visible: view.page.table.all > 0
        spacing: Desk.gap

        DeskField {
            id: find

            width: Math.min(implicitWidth, actions.width)
            bare: true
            label: view.words["desk_filter"] ?? ""
            onEdited: view.page.table.filterBy(find.text)
        }

        DeskButton {
            label: view.words["suggestions_read"] ?? ""
            enabled: view.page.mayRead
            onClicked: view.page.read()
        }

        DeskButton {
            label: view.words["week_answer"] ?? ""
            enabled: view.page.mayAnswer
            onClicked: view.page.answer()
        }

        DeskButton {
            label: view.words["week_change"] ?? ""
            enabled: view.page.mayChange
            onClicked: view.page.changeQuestion()
        }
    }

    DeskTable {
        id: rows

        y: actions.visible ? actions.height + Desk.gap : 0
        width: parent.width
        height: parent.height - y
        focus: true
        table: view.page.table
        words: view.words
        name: view.words["improve_tab_suggestions"] ?? ""
        empty: DeskEmpty {
            visible: view.page.looked
            title: view.words["suggestions_empty_title"] ?? ""
            body: view.page.far || (view.words["suggestions_empty_body"] ?? "")
        }
    }

    HeardDialogs {
        page: view.page
        words: view.words
        onClosed: rows.focusRows()
    }

    Shortcut {
        sequence: "Ctrl+F"
        onActivated: find.forceActiveFocus(Qt.ShortcutFocusReason)
    }
}
