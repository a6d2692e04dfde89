pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Three words of a receipt, by their first letters; then what became of the remark.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property Lookup lookup: page.patient.remarks.lookup
    readonly property var words: page.patient.speaking.words
    readonly property bool few: page.lookup.offers.length > 0
    readonly property bool picking: page.lookup.step === "pick"

    color: Theme.paper
    focus: true
    // A keyboard that is plugged in types as well, wherever the focus is.
    Keys.onPressed: event => {
        event.accepted = page.picking && /^[^\s]$/.test(event.text);
        if (event.accepted)
            page.lookup.press(event.text);
        else if (page.picking && event.key === Qt.Key_Backspace)
            page.lookup.erase();
    }

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        visible: page.picking
        share: Theme.roomy ? 0.47 : 0.32
        secondary: page.words["receipt_close"]
        onSecondaryClicked: page.patient.closeSheet()

        lead: QuestionText {
            text: page.words["receipt_word_" + Math.min(page.lookup.word, 3)]
            hint: page.lookup.picked || page.words[page.few ? "receipt_touch_word" : "receipt_touch_letter"]
            problem: page.lookup.problem
            problemTitle: page.words["problem_title"]
            errorPrefix: page.words["error"]
            moreLabel: page.words["more_question"]
        }

        body: page.few ? offers : pad
    }

    Component {
        id: pad

        CodePad {
            words: page.words
            signs: page.lookup.signs
            shown: page.lookup.letters
            erasing: page.lookup.letters.length > 0 || page.lookup.word > 1
            onPressed: sign => page.lookup.press(sign)
            onErased: page.lookup.erase()
        }
    }

    Component {
        id: offers

        Paged {
            model: [...page.lookup.offers, {place: -1, word: page.words["receipt_other"]}]
            moreLabel: page.words["more"]
            againLabel: page.words["more_again"]
            delegate: BigButton {
                readonly property var offer: (parent as PagedRow).modelData

                textSize: Theme.body
                label: offer.word
                sign: offer.place < 0 ? "back" : ""
                onClicked: offer.place < 0 ? page.lookup.erase() : page.lookup.pick(offer.place)
            }
        }
    }

    ReceiptFate {
        anchors.fill: parent
        visible: page.lookup.step === "fate" || page.lookup.step === "wait"
        patient: page.patient
    }
}
