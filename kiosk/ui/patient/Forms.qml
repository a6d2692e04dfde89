pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui.controls

// What would you like to tell us? One card for each form.
PageFrame {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property bool none: page.patient.offer.cards.length === 0

    share: 0.36

    lead: QuestionText {
        text: page.words["forms_title"]
        hint: [page.words[page.none ? "forms_none" : "forms_hint"], page.patient.speaking.notice].filter(text => text).join("\n")
        moreLabel: page.words["more_question"]
    }

    body: Paged {
        id: cards

        model: page.patient.offer.cards
        moreLabel: page.words["more"]
        againLabel: page.words["more_again"]
        delegate: FormCard {
            form: (parent as PagedRow).modelData
            onClicked: page.patient.choose((parent as PagedRow).index)
        }
    }
}
