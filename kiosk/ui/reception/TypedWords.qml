import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// What a question of a paper says, and what is wrong with its answer.
Column {
    id: said

    property var field: ({})
    property var words: ({})
    readonly property string told: said.field.cannot ? "typing_cannot" : said.field.leftEmpty ? "typing_is_empty" : ""

    spacing: Desk.gap / 2

    DeskText {
        visible: text !== ""
        width: parent.width
        text: said.field.before
        color: Theme.muted
    }

    DeskText {
        width: parent.width
        text: said.field.text
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: said.field.hint
        color: Theme.muted
        font.pixelSize: Desk.small
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: said.field.problem || (said.words[said.told] ?? "")
        color: said.field.problem ? Theme.error : Theme.muted
        font.weight: said.field.problem ? Font.DemiBold : Font.Normal
        Accessible.role: Accessible.AlertMessage
    }
}
