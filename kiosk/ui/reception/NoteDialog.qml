pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A patient asked about a question: which, and why. Made to be typed: a number, Enter, a number, Enter.
DeskDialog {
    id: dialog

    required property K.Noting noting
    required property var words

    title: dialog.words["note_title"] ?? ""
    body: dialog.words["note_body"] ?? ""
    wide: 860
    onClosed: dialog.noting.close()

    readonly property Connections watch: Connections {
        target: dialog.noting

        function onOpened() {
            dialog.open();
        }

        function onClosed() {
            dialog.close();
        }
    }

    content: NoteFields {
        noting: dialog.noting
        words: dialog.words
    }

    buttons: ReasonButtons {
        problem: dialog.noting.problem

        DeskButton {
            primary: true
            label: dialog.words["note_keep"] ?? ""
            keys: "Ctrl Return"
            onClicked: dialog.noting.keep()
        }

        DeskButton {
            label: dialog.words["note_cancel"] ?? ""
            keys: "Esc"
            onClicked: dialog.close()
        }
    }
}
