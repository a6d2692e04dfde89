pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Called in, or no wish to go on: the answers wait, go as they are, or are deleted.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    readonly property var ways: [
        {
            word: "leave_pause",
            act: () => page.patient.pause()
        },
        {
            word: "leave_send",
            act: () => page.patient.sendSoFar()
        },
        {
            word: "leave_delete",
            act: () => page.patient.openSheet("stop")
        }
    ].filter(way => way.word !== "leave_send" || page.patient.answered)

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        primary: page.words["leave_back"]
        busy: page.patient.busy
        onPrimaryClicked: page.patient.closeSheet()

        lead: QuestionText {
            text: page.words["leave_title"]
            hint: page.words["leave_body"]
            moreLabel: page.words["more_question"]
        }

        body: Paged {
            model: page.ways
            moreLabel: page.words["more"]
            againLabel: page.words["more_again"]
            delegate: BigButton {
                readonly property var way: (parent as PagedRow).modelData

                enabled: !page.patient.busy
                textSize: Theme.body
                label: page.words[way.word]
                onClicked: way.act()
            }
        }
    }
}
