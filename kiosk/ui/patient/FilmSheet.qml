pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// One film or sound of the question. It begins when it is asked to, and never again by itself. Who has
// chosen signs asked for it with the touch that led here.
Rectangle {
    id: page

    required property PatientScreen patient
    property int number: 0
    readonly property var words: page.patient.speaking.words
    readonly property var question: page.patient.asking.question
    readonly property var about: page.question.films?.[page.number] ?? {}
    readonly property Film film: page.patient.asking.film
    readonly property bool broken: page.film.state === "broken"
    readonly property real inner: page.width - 2 * Theme.margin
    readonly property real side: Theme.column ? page.inner : Math.max(Theme.mm(60), page.inner * 0.28)
    readonly property bool several: (page.question.films ?? []).length > 1

    function goBack() {
        page.several ? page.patient.openSheet("films") : page.patient.closeSheet();
    }

    color: Theme.paper
    Component.onCompleted: {
        page.film.open(page.number);
        if (page.about.signed)
            page.film.play();
    }

    QuestionText {
        id: title

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        height: Math.min(title.natural, page.height * (Theme.roomy ? 0.2 : 0.16))
        size: Theme.body
        text: page.about.title || (page.about.word ?? "")
        moreLabel: page.words["more_question"]
    }

    FilmView {
        anchors.top: title.bottom
        anchors.bottom: Theme.column ? buttons.top : parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.margin
        width: Theme.column ? page.inner : page.inner - page.side - Theme.margin
        film: page.film
        title: title.text
        sound: page.about.sound ?? false
        problem: page.broken ? page.words["film_broken"] : ""
    }

    FilmButtons {
        id: buttons

        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.margins: Theme.margin
        width: page.side
        film: page.film
        words: page.words
        back: page.words[page.several ? "films_back" : "film_back"] ?? ""
        onBackClicked: page.goBack()
    }
}
