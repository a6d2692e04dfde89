pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// One response as the patient saw it, what can be done with it, and what happened to it.
FocusScope {
    id: view

    required property K.ResponsesPage page
    required property var words
    readonly property K.OneResponse one: view.page.one
    readonly property var told: view.one.told

    Keys.onEscapePressed: view.one.close()

    DeskFrame {
        anchors.fill: parent
        title: view.told.title ?? ""
        line: [view.told.patient, view.told.state].filter(Boolean).join(" · ")
        problem: view.page.problem

        ColumnLayout {
            anchors.fill: parent
            spacing: Desk.gap

            ResponseActions {
                Layout.fillWidth: true
                one: view.one
                words: view.words
            }

            Flickable {
                id: sheet

                Layout.fillWidth: true
                Layout.fillHeight: true
                focus: true
                activeFocusOnTab: true
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                contentHeight: answers.implicitHeight
                Accessible.role: Accessible.Document
                Accessible.name: view.told.title ?? ""
                Accessible.focusable: true

                function scroll(by: real) {
                    sheet.contentY = Math.max(0, Math.min(sheet.contentHeight - sheet.height, sheet.contentY + by));
                }

                Keys.onPressed: event => {
                    const by = ({[Qt.Key_Up]: -Desk.row, [Qt.Key_Down]: Desk.row, [Qt.Key_PageUp]: -sheet.height, [Qt.Key_PageDown]: sheet.height, [Qt.Key_Home]: -sheet.contentHeight, [Qt.Key_End]: sheet.contentHeight})[event.key];
                    event.accepted = by !== undefined;
                    if (event.accepted)
                        sheet.scroll(by);
                }

                Basic.ScrollBar.vertical: Basic.ScrollBar {
                    policy: sheet.contentHeight > sheet.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
                }

                ResponseSheet {
                    id: answers

                    width: sheet.width - Desk.gap * 2
                    told: view.told
                    words: view.words
                }
            }
        }

        DeskRing {
            shown: sheet.activeFocus
        }
    }

    ResponseDialogs {
        changes: view.one.changes
        patient: view.told.patient ?? ""
        words: view.words
    }
}
