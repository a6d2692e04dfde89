pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Who is waiting, at the screen, paused or done; nothing of the answers.
DeskFrame {
    id: view

    required property K.TodayPage page
    required property var words

    title: view.words["desk_today"] ?? ""
    line: view.page.line
    problem: dialog.opened ? "" : view.page.problem

    actions: [
        DeskButton {
            label: view.words["visits_new"] ?? ""
            keys: "Ctrl N"
            primary: true
            onClicked: view.page.newVisit.begin()
        },
        DeskButton {
            label: view.words["visits_said_no"] ?? ""
            keys: "Alt N"
            onClicked: view.page.saidNo()
        }
    ]

    // With large text and somebody calling, the table has its few rows all the same.
    Flickable {
        id: flick

        anchors.fill: parent
        contentHeight: flick.room(3) > 0 ? flick.height : flick.height - flick.room(5)
        interactive: flick.contentHeight > flick.height
        boundsBehavior: Flickable.StopAtBounds
        clip: flick.interactive
        onContentHeightChanged: flick.reveal()
        onHeightChanged: flick.reveal()

        // What is left below so many rows of the table; less than 0 where they don't fit.
        function room(rows: int): real {
            return flick.height - above.height - Desk.gap - rows * Desk.row;
        }

        function reveal() {
            flick.contentY = rows.activeFocus ? flick.contentHeight - flick.height : 0;
        }

        Column {
            id: above

            width: flick.width
            spacing: Desk.gap

            Repeater {
                model: view.page.calls

                CallForHelp {
                    required property var modelData

                    width: above.width
                    text: modelData.text
                    action: view.words["today_call_go"] ?? ""
                    onTaken: view.page.goTo(modelData.id)
                }
            }

            DeskText {
                width: parent.width
                visible: text !== ""
                text: view.page.noCodes
                color: Theme.muted
            }

            TodayActions {
                width: parent.width
                page: view.page
                words: view.words
            }
        }

        DeskTable {
            id: rows

            y: above.height + (above.height > 0 ? Desk.gap : 0)
            width: flick.width
            height: flick.contentHeight - rows.y
            focus: true
            onActiveFocusChanged: flick.reveal()
            table: view.page.table
            words: view.words
            name: view.title
            empty: DeskEmpty {
                title: view.words["today_empty_title"] ?? ""
                body: view.words["today_empty_body"] ?? ""
            }
        }
    }

    Connections {
        target: view.page.table

        function onOpened() {
            view.page.slipAgain();
        }
    }

    VisitDialog {
        id: dialog

        page: view.page
        words: view.words
        onClosed: rows.focusRows()
    }
}
