pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// One question.
Item {
    id: page

    required property PatientScreen patient
    readonly property Asking asking: page.patient.asking
    readonly property var words: page.patient.speaking.words
    readonly property var question: page.asking.question

    signal writing(string field, string first)

    ProgressLine {
        id: progress

        width: Theme.column ? parent.width : (parent.width - Theme.margin) * 0.47
        anchors.left: parent.left
        // A long name of a form would take the room of the question.
        text: Theme.roomy && page.asking.progressText.length <= 80 ? page.asking.progressText : page.asking.progressBrief
        part: page.asking.progress
    }

    PageFrame {
        anchors.fill: parent
        headroom: progress.height + Theme.gap * 1.2
        reserved: Theme.low
        leastLines: page.question.pictures?.[0]?.own ? 1.6 : 1.4 // beside a picture they are narrow
        primary: page.words["continue"]
        secondary: page.words["decline"]
        chosen: page.asking.declined
        onPrimaryClicked: page.patient.goOn()
        onSecondaryClicked: page.asking.decline()

        quiet: QuietRow {
            patient: page.patient
            asking: true
        }

        lead: QuestionLead {
            patient: page.patient
        }

        body: QuestionBody {
            patient: page.patient
            onWriting: (field, first) => page.writing(field, first)
        }
    }
}
