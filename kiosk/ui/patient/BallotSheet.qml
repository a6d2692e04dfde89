pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// "Which of these is easier to understand?": two wordings, of which one touch chooses one; thanks.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property Choosing choosing: page.patient.choosing
    readonly property var words: page.patient.speaking.words

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        visible: page.choosing.step === "ask"
        share: Theme.roomy ? 0.47 : 0.36
        secondary: page.words["ballot_back"]
        onSecondaryClicked: page.patient.leaveWording()

        lead: QuestionText {
            text: page.words["ballot_title"]
            hint: page.words["ballot_body"]
            moreLabel: page.words["more_question"]
        }

        // All the height there is: they are as large as both can be read at once, and equally large.
        body: PageBody {
            implicitHeight: page.height
            needed: page.height * 0.45

            Paged {
                id: list

                // Smaller by so much; where not even the least text lets both be seen, they are apart.
                property real less: 0
                readonly property bool apart: list.less > Theme.body - Theme.leastText

                function refit() {
                    list.less = 0;
                    while (!list.apart && list.total(0) > list.height + 1)
                        list.less += 1;
                }

                anchors.fill: parent
                model: page.choosing.wordings
                moreLabel: page.words["more"]
                againLabel: page.words["more_again"]
                onHeightChanged: soon.restart()
                onWidthChanged: soon.restart()
                onMadeChanged: soon.restart()
                delegate: WordingCard {
                    readonly property PagedRow row: parent as PagedRow

                    size: list.apart ? Theme.body : Theme.body - list.less
                    tallest: list.apart ? list.height - list.moreRoom : Infinity
                    label: row.modelData
                    onClicked: page.patient.pickWording(row.index)
                }

                Timer {
                    id: soon

                    interval: 0
                    onTriggered: list.refit()
                }

                Connections {
                    target: Theme

                    function onBodyChanged() {
                        soon.restart();
                    }
                }
            }
        }
    }

    Message {
        anchors.fill: parent
        visible: page.choosing.step === "thanks"
        icon: "check"
        title: page.words["ballot_thanks_title"]
        body: page.words["ballot_thanks_body"]
        moreLabel: page.words["more_question"]
        primary: page.words["thanks_done"]
        secondary: page.patient.oneMore || page.patient.summary ? page.words["back"] : ""
        onPrimaryClicked: page.patient.leave(false)
        onSecondaryClicked: page.patient.leaveWording()
    }
}
