pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Which responses came in and how far they are; nothing of the answers.
FocusScope {
    id: view

    required property K.ResponsesPage page
    required property var words
    // Where there is no room for both, either the filters are shown or the rows.
    readonly property bool narrow: view.width < Math.round(720 * Desk.scale)
    property bool finding: false

    focus: true

    DeskFrame {
        anchors.fill: parent
        title: view.words["desk_responses"] ?? ""
        line: view.page.line
        problem: view.page.problem
        actions: DeskButton {
            visible: view.narrow
            label: view.words[view.finding ? "responses_show" : "responses_find"] ?? ""
            keys: "Ctrl F"
            onClicked: view.finding = !view.finding
        }

        ColumnLayout {
            anchors.fill: parent
            spacing: Desk.gap

            ResponseFilters {
                Layout.fillWidth: true
                visible: !view.narrow || view.finding
                page: view.page
                words: view.words
            }

            DeskTable {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: !view.narrow || !view.finding
                focus: true
                table: view.page.table
                words: view.words
                name: view.words["desk_responses"] ?? ""
                empty: DeskEmpty {
                    visible: view.page.looked
                    title: view.words[view.page.asking ? "responses_none_title" : "responses_empty_title"] ?? ""
                    body: view.words[view.page.asking ? "responses_none_body" : "responses_empty_body"] ?? ""
                }
            }

            Item {
                Layout.fillHeight: true
                visible: view.narrow && view.finding
            }

            RowLayout {
                Layout.fillWidth: true
                spacing: Desk.gap

                DeskText {
                    Layout.fillWidth: true
                    text: view.page.foot
                    color: Theme.muted
                    font.pixelSize: Desk.small
                }

                DeskButton {
                    visible: view.page.more
                    enabled: !view.page.busy
                    label: view.words["responses_older"] ?? ""
                    keys: "Ctrl O"
                    onClicked: view.page.older()
                }
            }
        }
    }
}
