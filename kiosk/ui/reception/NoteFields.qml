pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Which question a patient asked about, and why; the words are optional.
Column {
    id: view

    required property K.Noting noting
    required property var words

    spacing: Desk.gap

    Connections {
        target: view.noting

        function onOpened() {
            find.clear();
            own.clear();
            find.focus = true;
        }

        function onTaken() {
            Qt.callLater(reasons.begin);
        }
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskField {
            id: find

            width: Math.min(parent.width, Math.round(360 * Desk.scale))
            focus: true
            label: view.words["note_find"] ?? ""
            maximumLength: 60
            onEdited: view.noting.find(find.text)
            onAccepted: view.noting.takeFirst()
        }

        DeskChoice {
            width: Math.min(parent.width, Math.round(380 * Desk.scale))
            label: view.words["note_form"] ?? ""
            model: view.noting.forms
            current: view.noting.form
            onChosen: id => view.noting.about(id)
        }
    }

    Column {
        id: questions

        width: parent.width
        Accessible.role: Accessible.Grouping
        Accessible.name: view.words["note_questions"] ?? ""

        Repeater {
            model: view.noting.questions

            DeskTick {
                required property var modelData

                width: questions.width
                single: true
                checkable: false
                checked: modelData.chosen
                label: modelData.label
                onClicked: view.noting.take(modelData.id)
            }
        }
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: view.noting.more
        color: Theme.muted
    }

    NoteReasons {
        id: reasons

        width: parent.width
        visible: view.noting.chosen
        noting: view.noting
        words: view.words
        onChosen: own.forceActiveFocus(Qt.TabFocusReason)
    }

    DeskField {
        id: own

        width: parent.width
        visible: view.noting.chosen
        label: view.words["note_words"] ?? ""
        hint: view.words["note_words_hint"] ?? ""
        maximumLength: view.noting.mostWords
        onEdited: view.noting.write(own.text)
        onAccepted: view.noting.keep()
    }
}
