pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The films and sounds of a question, to choose one.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property var films: page.patient.asking.question.films ?? []

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        primary: page.words["film_back"]
        onPrimaryClicked: page.patient.closeSheet()

        lead: QuestionText {
            text: page.words["films_title"]
            moreLabel: page.words["more_question"]
        }

        body: Paged {
            model: page.films
            moreLabel: page.words["more"]
            againLabel: page.words["more_again"]
            delegate: BigButton {
                readonly property var about: (parent as PagedRow).modelData

                textSize: Theme.roomy ? Theme.body : Math.min(Theme.body, Theme.easy)
                sign: about.sound ? "listen" : "play"
                label: about.title ? Said.say(page.words, "film_choice", {word: about.word, title: about.title}) : about.word
                onClicked: page.patient.openSheet("film" + (parent as PagedRow).index)
            }
        }
    }
}
