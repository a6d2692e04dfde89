pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Check your answers, change any of them, send. Rows of one section stand under its name.
PageFrame {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property var rows: page.patient.checking.rows

    reserved: Theme.low
    share: 0.4
    busy: page.patient.busy
    primary: page.words["send"]
    onPrimaryClicked: page.patient.send()

    quiet: QuietRow {
        patient: page.patient
    }

    lead: QuestionText {
        text: page.words["check_title"]
        section: page.patient.checking.closing
        hint: page.patient.busy ? page.words["sending"] : page.patient.consentText
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
            changeWord: page.words["check_change"]
            onChanged: page.patient.change(line.part, line.path)
        }
    }
}
