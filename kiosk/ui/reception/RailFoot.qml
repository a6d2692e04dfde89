import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.reception.controls

// The foot of the rail, on every page: how sending stands, who is signed in, how it looks, the way out.
Column {
    id: foot

    required property Reception reception
    readonly property var words: foot.reception.speaking.words

    signal viewAsked

    spacing: Math.round(Desk.gap * 0.75)
    leftPadding: Desk.gap
    rightPadding: Desk.gap

    component Line: DeskText {
        leftPadding: Desk.gap / 2
        width: parent ? parent.width - 2 * Desk.gap : 0
        visible: text !== ""
        color: Theme.coverInk
        font.pixelSize: Desk.small
    }

    Line {
        text: foot.reception.sync.refused
        font.weight: Font.Bold
    }

    Line {
        text: foot.reception.sync.text
        font.weight: foot.reception.sync.offline ? Font.Bold : Font.Normal
    }

    Line {
        text: foot.reception.who
    }

    DeskButton {
        width: foot.width - 2 * Desk.gap
        label: foot.words["desk_view"] ?? ""
        keys: Desk.touch ? "" : "Ctrl T"
        onClicked: foot.viewAsked()
    }

    DeskButton {
        width: foot.width - 2 * Desk.gap
        label: foot.reception.leaveWord
        keys: Desk.touch ? "" : "Ctrl L"
        always: true
        onClicked: foot.reception.lock()
    }
}
