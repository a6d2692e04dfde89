import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Which form is changed, that it is kept, and the ways back.
Column {
    id: head

    required property K.Editor page
    required property var words

    spacing: Desk.gap

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskText {
            readonly property real beside: head.width - row.width - Desk.gap

            // Beside the actions, or above them over the whole width.
            width: beside >= 320 * Desk.scale ? beside : head.width
            text: head.page.title
            font.pixelSize: Desk.title
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        Row {
            id: row

            spacing: Desk.gap

            DeskButton {
                quiet: true
                label: head.words["edit_back"] ?? ""
                onClicked: head.page.shut()
            }

            DeskButton {
                enabled: head.page.mayUndo
                label: head.words["edit_undo"] ?? ""
                onClicked: head.page.undo()
            }

            DeskButton {
                enabled: head.page.mayRedo
                label: head.words["edit_redo"] ?? ""
                onClicked: head.page.redo()
            }
        }
    }

    DeskText {
        width: parent.width
        text: [head.page.line, head.page.kept].filter(Boolean).join(" ")
        color: Theme.muted
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: head.page.problem
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }
}
