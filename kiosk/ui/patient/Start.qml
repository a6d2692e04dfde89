pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// What comes and where the answers go; saying who answers agrees to it and begins.
PageFrame {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    // What one agrees to is seen without reading on; on a low panel the list of forms comes after it.
    readonly property bool counts: page.patient.counting.offered && page.patient.whoMay.length > 0 && !(Theme.compact && !page.patient.begun)
    readonly property bool before: !Theme.low || !page.patient.packetText.includes("\n")

    reserved: Theme.low || page.counts
    secondary: page.patient.knownText
    onSecondaryClicked: page.patient.usualScreen()

    quiet: CountTick {
        patient: page.patient
        visible: wanted && !below
    }

    lead: QuestionText {
        section: page.before ? page.patient.packetText : ""
        text: page.words["start_title"]
        hint: [page.patient.consentText, page.patient.speaking.notice, page.before ? "" : page.patient.packetText].filter(text => text).join("\n")
        moreLabel: page.words["more_question"]
    }

    body: Paged {
        model: page.patient.whoMay
        moreLabel: page.words["more"]
        againLabel: page.words["more_again"]
        delegate: BigButton {
            readonly property string who: (parent as PagedRow).modelData

            textSize: Theme.body
            label: page.words["who_" + who]
            onClicked: page.patient.begin(who)
        }
    }
}
