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
        secondary: page.words["ballot_back"]
        onSecondaryClicked: page.patient.leaveWording()

        lead: QuestionText {
            text: page.words["ballot_title"]
            hint: page.words["ballot_body"]
            moreLabel: page.words["more_question"]
        }

        body: Paged {
            model: page.choosing.wordings
            moreLabel: page.words["more"]
            againLabel: page.words["more_again"]
            delegate: BigButton {
                readonly property PagedRow row: parent as PagedRow

                textSize: Theme.body
                topPadding: Theme.roomy ? Theme.gap * 1.5 : Theme.gap / 2
                bottomPadding: topPadding
                label: row.modelData
                onClicked: page.patient.pickWording(row.index)
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
