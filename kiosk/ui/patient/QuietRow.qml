pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui

// The two quiet controls of a low panel, below the question: a way out, and a word about the question.
Item {
    id: quiet

    required property PatientScreen patient
    property bool asking: false
    readonly property real half: (quiet.width - Theme.mm(3)) / 2
    readonly property var places: [
        {icon: "stop", key: "leave", on: quiet.patient.begun, place: 0, quiet: true},
        {icon: "remark", key: "remark", on: quiet.asking && quiet.patient.remarkOffered, place: 1, quiet: true}
    ]

    Row {
        width: parent.width
        spacing: Theme.mm(3)

        Repeater {
            model: quiet.places

            FixedControl {
                width: quiet.half
                height: Theme.target
                words: quiet.patient.speaking.words
                beside: true
                onActed: icon => quiet.patient.openSheet(icon === "stop" ? "leave" : icon)
            }
        }
    }
}
