pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Where a panel is too low to have both beside the page: larger text and strong contrast.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        primary: page.words["back"]
        onPrimaryClicked: page.patient.closeSheet()

        lead: QuestionText {
            text: page.words["display_title"]
            hint: page.words["display_body"]
        }

        body: Column {
            spacing: Theme.gap

            BigButton {
                width: parent.width
                sign: "larger"
                textSize: Theme.body
                label: page.words[page.patient.display.largest ? "normal_text" : "larger_text"]
                onClicked: page.patient.display.largerText()
            }

            BigButton {
                width: parent.width
                sign: "display"
                textSize: Theme.body
                label: page.words[Theme.strong ? "display_normal" : "display"]
                onClicked: page.patient.display.switchContrast()
            }
        }
    }
}
