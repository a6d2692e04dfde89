pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// After a repeating group: what there is so far, one more, or on.
PageFrame {
    id: page

    required property PatientScreen patient
    readonly property Repeats repeats: page.patient.repeats
    readonly property var words: page.patient.speaking.words

    reserved: Theme.low
    share: 0.4
    primary: page.words["continue"]
    secondary: page.repeats.mayUndo ? page.words["another_undo"] : (page.repeats.mayAdd ? page.words["another_add"] : "")
    onPrimaryClicked: page.patient.goOn()
    onSecondaryClicked: page.repeats.mayUndo ? page.repeats.undo() : page.repeats.add()

    quiet: QuietRow {
        patient: page.patient
    }

    lead: QuestionText {
        section: page.repeats.title
        text: page.words["another_title"]
        place: page.repeats.place
        moreLabel: page.words["more_question"]
    }

    body: Paged {
        model: page.repeats.rows
        spacing: Theme.gap
        moreLabel: page.words["more"]
        againLabel: page.words["more_again"]
        delegate: ReviewRow {
            readonly property var occurrence: (parent as PagedRow).modelData

            size: Theme.body
            line: ({
                    question: occurrence.number + ".",
                    answer: occurrence.text,
                    change: Said.say(page.words, "another_remove_name", {number: occurrence.number})
                })
            changeWord: page.repeats.rows.length > 1 ? page.words["another_remove"] : ""
            onChanged: page.repeats.remove(occurrence.path)
        }
    }
}
