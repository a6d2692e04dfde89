import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Help, legal text and whatever else a form lets one read about a question.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property var texts: page.patient.asking.question.about ?? {}
    readonly property real column: Math.min(page.width - 2 * Theme.margin, Theme.shortSide * 1.15)

    color: Theme.paper

    QuestionText {
        anchors.top: parent.top
        anchors.bottom: back.top
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.margins: Theme.margin
        width: page.column
        text: page.texts.word ?? ""
        hint: page.texts.text ?? ""
        hintBlocks: page.texts.textBlocks ?? []
        softInk: Theme.ink
        moreLabel: page.words["more_question"]
    }

    BigButton {
        id: back

        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottomMargin: Theme.margin
        width: page.column
        primary: true
        label: page.words["about_back"]
        onClicked: page.patient.closeSheet()
    }
}
