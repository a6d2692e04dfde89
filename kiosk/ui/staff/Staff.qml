pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// What staff do at this screen: PIN first, then the paused forms; never an answer.
Rectangle {
    id: view

    required property StaffScreen staff
    readonly property var words: view.staff.speaking.words
    readonly property bool locked: view.staff.page === "pin"

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        secondary: view.words["close"]
        onSecondaryClicked: view.staff.close()

        lead: QuestionText {
            text: view.words[view.locked ? "staff_title" : "drafts_title"] ?? ""
            hint: view.words[view.locked ? "staff_body" : (view.staff.paused.length ? "drafts_body" : "drafts_none")] ?? ""
            problem: view.staff.problem
            errorPrefix: view.words["error"] ?? ""
            problemTitle: view.words["problem_title"] ?? ""
            moreLabel: view.words["more_question"] ?? ""
        }

        body: view.locked ? pad : drafts
    }

    Component {
        id: pad

        PinPad {
            staff: view.staff
        }
    }

    Component {
        id: drafts

        Drafts {
            staff: view.staff
        }
    }
}
