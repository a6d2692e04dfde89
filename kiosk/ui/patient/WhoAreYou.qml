pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Who is at the screen, as the clinic asks for it: one thing a page. What is not found is sent to
// the desk, and nothing is said of why.
FocusScope {
    id: page

    required property PatientScreen patient
    readonly property Identity identity: page.patient.identity
    readonly property var words: page.patient.speaking.words
    readonly property string step: page.identity.step
    readonly property bool typed: page.step === "code" || page.step === "letters"
    readonly property string without: page.identity.walkUps ? page.words[page.patient.slips ? "identity_no_code" : "identity_nameless"] : ""

    focus: true
    // A keyboard that is plugged in types as well, wherever the focus is.
    Keys.onPressed: event => {
        if (!page.typed || event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier))
            return;
        event.accepted = true;
        if (event.key === Qt.Key_Backspace)
            page.identity.erase();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            page.identity.goOn();
        else if (/^[^\s]$/.test(event.text))
            page.identity.press(event.text);
        else
            event.accepted = false;
    }

    PageFrame {
        anchors.fill: parent
        reserved: Theme.low
        share: page.typed && !Theme.roomy ? 0.32 : 0.47
        primary: page.words[({"confirm": "identity_yes", "sorry": "broken_back"})[page.step] ?? "continue"]
        secondary: page.step === "confirm" ? page.words["identity_no"] : page.without
        onPrimaryClicked: page.step === "sorry" ? page.patient.leave(false) : page.identity.goOn()
        onSecondaryClicked: page.step === "confirm" ? page.identity.no() : page.identity.walkUp()

        lead: QuestionText {
            text: page.words["identity_" + (page.step || "code") + "_title"]
            hint: page.words["identity_" + (page.step || "code") + "_body"]
            problem: page.identity.problem
            problemTitle: page.words["problem_title"]
            errorPrefix: page.words["error"]
            moreLabel: page.words["more_question"]
        }

        body: ({"code": pad, "letters": pad, "birthdate": birth, "confirm": you})[page.step] ?? null
    }

    Component {
        id: pad

        CodePad {
            words: page.words
            signs: page.identity.signs
            shown: page.identity.shown
            onPressed: sign => page.identity.press(sign)
            onErased: page.identity.erase()
        }
    }

    Component {
        id: birth

        AnswerArea {
            question: page.identity.question
            entry: page.identity.entry
            words: page.words
            field: page.identity.field
            onEntered: entry => page.identity.enter(entry)
        }
    }

    Component {
        id: you

        ThisIsYou {
            patient: page.patient
        }
    }
}
