pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A new visit: whose, which forms; then its code and its slip.
DeskDialog {
    id: dialog

    required property K.TodayPage page
    required property var words
    readonly property K.NewVisit visit: dialog.page.newVisit

    title: dialog.words[dialog.visit.made ? "visits_made_title" : "visits_title"] ?? ""
    body: dialog.visit.line
    problem: dialog.page.problem
    content: dialog.visit.made ? made : asked
    buttons: dialog.visit.made ? madeButtons : askedButtons
    onClosed: dialog.visit.close()
    onOpened: dialog.turn()

    // What is asked begins in its first field; what is shown, on the button that ends it.
    readonly property bool isMade: dialog.visit.made
    onIsMadeChanged: if (dialog.isMade)
        Qt.callLater(dialog.focusButtons)

    function turn() {
        if (dialog.isMade)
            dialog.focusButtons();
        else
            dialog.focusContent();
    }

    readonly property Connections watch: Connections {
        target: dialog.visit

        function onOpened() {
            dialog.open();
        }

        function onClosed() {
            dialog.close();
        }
    }

    readonly property Component asked: Component {
        VisitAsked {
            visit: dialog.visit
            words: dialog.words
        }
    }

    readonly property Component made: Component {
        VisitMade {
            visit: dialog.visit
            words: dialog.words
        }
    }

    readonly property Component askedButtons: Component {
        Flow {
            spacing: Desk.gap

            DeskButton {
                label: dialog.words["visits_make"] ?? ""
                keys: "Ctrl Return"
                primary: true
                onClicked: dialog.visit.make()
            }

            DeskButton {
                label: dialog.words["visits_cancel"] ?? ""
                onClicked: dialog.close()
            }
        }
    }

    readonly property Component madeButtons: Component {
        Flow {
            spacing: Desk.gap

            DeskButton {
                focus: true
                label: dialog.words["visits_finish"] ?? ""
                primary: true
                onClicked: dialog.close()
            }

            DeskButton {
                label: dialog.words["visits_print"] ?? ""
                keys: "Ctrl P"
                onClicked: dialog.page.printSlip()
            }

            DeskButton {
                label: dialog.words["visits_take_back"] ?? ""
                onClicked: dialog.page.takeShownBack()
            }
        }
    }
}
