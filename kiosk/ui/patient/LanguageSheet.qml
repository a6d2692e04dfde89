pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Another language, at any time; the answers stay.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        primary: page.words["back"]
        onPrimaryClicked: page.patient.closeSheet()

        lead: QuestionText {
            text: page.words["language_title"]
            hint: [page.words["language_body"], page.patient.speaking.notice].filter(text => text).join("\n")
            moreLabel: page.words["more_question"]
        }

        body: LanguageButtons {
            words: page.words
            languages: page.patient.speaking.languages
            chosen: page.patient.speaking.code
            onPicked: code => page.patient.speak(code)
        }
    }
}
