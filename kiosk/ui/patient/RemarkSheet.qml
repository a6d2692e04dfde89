pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// "Was this question OK?": one touch for the reason, words if one likes, thanks.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property Remarks remarks: page.patient.remarks
    readonly property var words: page.patient.speaking.words
    readonly property bool wording: page.remarks.step === "words"
    readonly property string receipt: page.remarks.receipt

    signal writing(string field, string first)

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        visible: page.wording || page.remarks.step === "reason"
        primary: page.wording ? page.words["remark_send"] : ""
        busy: page.remarks.busy
        secondary: page.words["remark_back"]
        onPrimaryClicked: page.remarks.send()
        onSecondaryClicked: page.remarks.close()

        lead: QuestionText {
            text: page.words[page.wording ? "remark_words_title" : "remark_title"]
            hint: page.words[page.wording ? "remark_words_body" : "remark_body"]
            moreLabel: page.words["more_question"]
        }

        body: page.wording ? field : reasons
    }

    Component {
        id: reasons

        PageBody {
            implicitHeight: list.implicitHeight
            needed: list.roomFor(2)

            Paged {
                id: list

                anchors.fill: parent
                model: page.remarks.reasons
                moreLabel: page.words["more"]
                againLabel: page.words["more_again"]
                delegate: BigButton {
                    readonly property string reason: (parent as PagedRow).modelData

                    textSize: Theme.roomy ? Theme.body : Theme.small // a line each, more of them at once
                    label: page.words["remark_" + reason]
                    onClicked: page.remarks.choose(reason)
                }
            }
        }
    }

    Component {
        id: field

        TextAnswer {
            label: page.words["remark_words_title"]
            text: page.remarks.words
            words: page.words
            onWriting: (field, first) => page.writing(field, first)
        }
    }

    Message {
        anchors.fill: parent
        visible: page.remarks.step === "thanks"
        icon: "check"
        title: page.words["remark_thanks_title"]
        body: page.words[page.receipt ? "remark_receipt" : "remark_thanks_body"]
        kept: page.receipt
        more: page.remarks.upsetting ? page.words["remark_upset_body"] : ""
        moreLabel: page.words["more_question"]
        primary: page.words["remark_back"]
        onPrimaryClicked: page.remarks.close()
    }

    Message {
        anchors.fill: parent
        visible: page.remarks.step === "personal"
        icon: "attention"
        title: page.words["remark_personal_title"]
        body: page.words["remark_personal_body"]
        moreLabel: page.words["more_question"]
        primary: page.words["remark_personal_change"]
        secondary: page.words["remark_personal_send"]
        onPrimaryClicked: page.remarks.reword()
        onSecondaryClicked: page.remarks.send()
    }
}
