pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// After sending, where the clinic allows it: what was answered, to read once more. It goes with the
// page.
PageFrame {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property var rows: page.patient.checking.rows

    share: 0.4
    primary: page.words["thanks_done"]
    onPrimaryClicked: page.patient.leave(false)

    lead: QuestionText {
        text: page.words["summary_title"]
        hint: page.words["summary_body"]
        moreLabel: page.words["more_question"]
    }

    body: Paged {
        model: page.rows
        spacing: Theme.gap / 2
        moreLabel: page.words["more"]
        againLabel: page.words["more_again"]
        delegate: ReviewRow {
            readonly property int number: (parent as PagedRow).index

            line: (parent as PagedRow).modelData
            section: line.section && line.section !== page.rows[number - 1]?.section ? line.section : ""
        }
    }
}
