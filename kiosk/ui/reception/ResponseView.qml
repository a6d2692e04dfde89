pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui.reception.controls

// One response as the patient saw it, what can be done with it, and what happened to it.
FocusScope {
    id: view

    required property K.ResponsesPage page
    required property var words
    readonly property K.OneResponse one: view.page.one
    readonly property var told: view.one.told
    // Where there is little room, the buttons move away with the answers.
    readonly property bool narrow: view.width < Math.round(720 * Desk.scale)

    focus: true

    Component {
        id: actions

        ResponseActions {
            one: view.one
            words: view.words
        }
    }

    DeskFrame {
        anchors.fill: parent
        title: view.told.title ?? ""
        line: [view.told.patient, view.told.state].filter(Boolean).join(" · ")
        problem: view.page.problem
        actions: DeskButton {
            label: view.words["response_back"] ?? ""
            keys: "Esc"
            onClicked: view.one.close()
        }

        ColumnLayout {
            anchors.fill: parent
            spacing: Desk.gap

            Loader {
                Layout.fillWidth: true
                active: !view.narrow
                visible: active
                sourceComponent: actions
            }

            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true

                DeskScroll {
                    id: sheet

                    anchors.fill: parent
                    focus: true
                    activeFocusOnTab: true
                    contentHeight: column.implicitHeight
                    Accessible.role: Accessible.Document
                    Accessible.name: view.told.title ?? ""
                    Accessible.focusable: true

                    Column {
                        id: column

                        x: Desk.gap
                        width: sheet.width - 3 * Desk.gap
                        topPadding: Desk.gap
                        spacing: Desk.gap

                        Loader {
                            width: column.width
                            active: view.narrow
                            visible: active
                            sourceComponent: actions
                        }

                        ResponseSheet {
                            width: column.width
                            told: view.told
                            words: view.words
                        }
                    }
                }

                DeskRing {
                    shown: sheet.activeFocus
                }
            }
        }
    }

    SaveDialog {
        paper: view.one.paper
        words: view.words
    }

    ResponseDialogs {
        changes: view.one.changes
        patient: view.told.patient ?? ""
        words: view.words
    }
}
