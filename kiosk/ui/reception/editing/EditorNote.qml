import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// Below a field: what the text is in the form's own language, a hint, and what is wrong.
Column {
    id: note

    required property var words
    property string original: ""
    property string hint: ""
    property string problem: ""

    visible: note.original !== "" || note.hint !== "" || note.problem !== ""

    DeskText {
        visible: note.original !== ""
        width: parent.width
        text: (note.words["edit_original"] ?? "").replace("{text}", () => note.original)
        color: Theme.muted
        font.pixelSize: Desk.small
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: note.hint
        color: Theme.muted
        font.pixelSize: Desk.small
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: note.problem
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }
}
