pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// The list of the forms, and more of one of them.
DeskFrame {
    id: view

    required property K.FormsPage page
    required property var words

    title: view.words["desk_forms"] ?? ""
    line: view.page.line
    least: Math.min(6 * Desk.row, view.height - 4 * Desk.gap)
    problem: view.page.problem || view.page.editor.problem
    actions: [
        DeskButton {
            enabled: view.page.table.place >= 0
            label: view.words["forms_open"] ?? ""
            onClicked: view.page.open()
        },
        DeskButton {
            visible: view.page.mayChange
            enabled: view.page.table.place >= 0 && !view.page.editor.busy
            label: view.words["edit_open"] ?? ""
            onClicked: view.page.change()
        }
    ]

    DeskTable {
        anchors.fill: parent
        focus: true
        table: view.page.table
        words: view.words
        name: view.title
        empty: DeskEmpty {
            visible: view.page.looked
            title: view.words["forms_empty_title"] ?? ""
            body: view.words["forms_empty_body"] ?? ""
        }
    }

    DeskDialog {
        shown: view.page.opened
        title: view.page.openedTitle
        wide: 760
        beginAtButtons: true
        onClosed: view.page.shut()

        content: Column {
            id: told

            spacing: Desk.gap

            component Lines: Repeater {
                DeskText {
                    required property string modelData

                    width: told.width
                    text: modelData
                }
            }

            Lines {
                model: view.page.details
            }

            DeskText {
                width: parent.width
                text: view.words["forms_checked"] ?? ""
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }

            Lines {
                model: view.page.checked
            }
        }

        buttons: Item {
            implicitHeight: close.implicitHeight

            DeskButton {
                id: close

                focus: true
                primary: true
                label: view.words["forms_close"] ?? ""
                keys: "Esc"
                onClicked: view.page.shut()
            }
        }
    }
}
