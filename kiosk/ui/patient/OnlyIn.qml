pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// A form that is not in the patient's language: a person helps, unless the patient can read it.
PageFrame {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property var ways: ({
            "only_call": () => page.patient.openSheet("help"),
            "only_go_on": () => page.patient.goOn(),
            "only_leave_out": () => page.patient.leaveOut()
        })

    reserved: Theme.low

    lead: QuestionText {
        text: Said.say(page.words, "only_title", {languages: page.patient.onlyIn})
        hint: page.words["only_body"]
        moreLabel: page.words["more_question"]
    }

    body: Paged {
        model: Object.keys(page.ways)
        moreLabel: page.words["more"]
        againLabel: page.words["more_again"]
        delegate: BigButton {
            readonly property string way: (parent as PagedRow).modelData

            textSize: Theme.body
            primary: way === "only_call"
            label: page.words[way]
            onClicked: page.ways[way]()
        }
    }
}
