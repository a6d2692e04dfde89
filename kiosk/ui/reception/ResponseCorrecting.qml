pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui.reception.controls

// The questions of a response with their answers: one is chosen, its answer changed, then all kept.
FocusScope {
    id: view

    required property K.ResponsesPage page
    required property var words
    readonly property K.OneResponse one: view.page.one

    focus: true

    Keys.onEscapePressed: view.one.correcting.leave()

    DeskFrame {
        anchors.fill: parent
        title: `${view.words["amend_title"] ?? ""}: ${view.one.told.title ?? ""}`
        line: view.words["amend_line"] ?? ""

        ColumnLayout {
            anchors.fill: parent
            spacing: Desk.gap

            DeskTable {
                Layout.fillWidth: true
                Layout.fillHeight: true
                focus: true
                table: view.one.correcting.table
                words: view.words
                name: view.words["amend_title"] ?? ""
            }

            Flow {
                Layout.fillWidth: true
                spacing: Desk.gap

                DeskButton {
                    primary: true
                    enabled: view.one.correcting.hasChanges
                    label: view.words["amend_keep"] ?? ""
                    keys: "Ctrl S"
                    onClicked: view.one.changes.ask("amend")
                }

                DeskButton {
                    label: view.words["amend_back"] ?? ""
                    onClicked: view.one.correcting.leave()
                }
            }
        }
    }

    AnswerDialog {
        correcting: view.one.correcting
        words: view.words
    }

    ResponseDialogs {
        changes: view.one.changes
        words: view.words
    }
}
