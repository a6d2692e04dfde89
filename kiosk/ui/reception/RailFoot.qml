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
    signal noteAsked

    function guide() {
        foot.reception.guiding.openFor(foot.reception.page);
    }

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

    // Beside one another where the text is large: the pages above need the height.
    Grid {
        id: buttons

        readonly property real room: foot.width - 2 * Desk.gap
        readonly property real half: Math.floor((buttons.room - buttons.spacing) / 2)
        readonly property bool tight: Desk.scale > 1.3

        columns: buttons.tight ? 2 : 1
        spacing: foot.spacing

        // With large text there is no room for it here: it is on the page Improve, and its keys stay.
        DeskButton {
            visible: foot.reception.noting.may && !buttons.tight
            width: buttons.room
            label: foot.words["note_button"] ?? ""
            keys: Desk.touch ? "" : "Ctrl K"
            onClicked: foot.noteAsked()
        }

        Row {
            spacing: buttons.spacing

            DeskButton {
                width: buttons.half
                label: foot.words["desk_view"] ?? ""
                keys: Desk.touch ? "" : "Ctrl T"
                terse: true
                onClicked: foot.viewAsked()
            }

            DeskButton {
                visible: !buttons.tight
                width: buttons.half
                label: foot.words["guide_button"] ?? ""
                keys: Desk.touch ? "" : "F1"
                terse: true
                onClicked: foot.guide()
            }
        }

        DeskButton {
            width: buttons.tight ? buttons.half : buttons.room
            label: foot.reception.leaveWord
            keys: Desk.touch ? "" : "Ctrl L"
            always: true
            terse: buttons.tight
            onClicked: foot.reception.lock()
        }
    }

    Shortcut {
        sequence: "Ctrl+K"
        enabled: foot.reception.noting.may && buttons.tight
        onActivated: foot.noteAsked()
    }

    Shortcut {
        sequence: "F1"
        enabled: buttons.tight
        onActivated: foot.guide()
    }
}
