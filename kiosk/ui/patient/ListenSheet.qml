pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// How the screen is read aloud: again, how fast, how loud, and whether answers are said, too.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property Speech speech: page.patient.speech
    readonly property var words: page.patient.speaking.words
    readonly property var can: page.speech.can
    readonly property var rows: [
        ...(page.speech.interrupted ? [["go_on"]] : []),
        ["again"],
        ["slower", "faster"],
        ["softer", "louder"],
        ...(page.speech.headset ? [] : [[page.speech.aloud ? "no_answers" : "answers"]]),
        ["off"]
    ]
    readonly property var acts: ({
            go_on: () => page.leave(() => page.speech.goOn()),
            again: () => page.leave(() => page.speech.again()),
            slower: () => page.speech.speed(-1),
            faster: () => page.speech.speed(1),
            softer: () => page.speech.loudness(-1),
            louder: () => page.speech.loudness(1),
            answers: () => page.speech.sayAnswers(true),
            no_answers: () => page.speech.sayAnswers(false),
            off: () => page.leave(() => page.speech.off())
        })

    function leave(then: var) {
        page.patient.closeSheet();
        then();
    }

    color: Theme.paper
    Component.onCompleted: page.speech.setAside()

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        share: 0.4
        primary: page.words["back"]
        onPrimaryClicked: page.patient.closeSheet()

        lead: QuestionText {
            text: page.words["listen_title"]
            hint: page.words[page.speech.headset ? "listen_private" : page.speech.aloud ? "listen_aloud" : "listen_overheard"]
            moreLabel: page.words["more_question"]
        }

        body: Paged {
            model: page.rows
            moreLabel: page.words["more"]
            againLabel: page.words["more_again"]
            delegate: Row {
                id: row

                readonly property var acts: (parent as PagedRow).modelData

                spacing: Theme.gap

                Repeater {
                    model: row.acts

                    BigButton {
                        required property string modelData

                        width: (row.parent.width - (row.acts.length - 1) * Theme.gap) / row.acts.length
                        label: page.words["listen_" + modelData] ?? ""
                        textSize: Theme.body
                        enabled: page.can[modelData] ?? true
                        onClicked: page.acts[modelData]()
                    }
                }
            }
        }
    }
}
