pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// The pages of the journey that have the fixed controls around them.
Item {
    id: pages

    required property PatientScreen patient
    readonly property bool any: shown.item !== null

    signal writing(string field, string first)

    Loader {
        id: shown

        anchors.fill: parent
        sourceComponent: ({"forms": forms, "start": start, "identity": identity, "question": question, "another": another, "review": review})[pages.patient.page] ?? null
    }

    Component {
        id: forms

        Forms {
            patient: pages.patient
        }
    }

    Component {
        id: start

        Start {
            patient: pages.patient
        }
    }

    Component {
        id: identity

        WhoAreYou {
            patient: pages.patient
        }
    }

    Component {
        id: another

        Another {
            patient: pages.patient
        }
    }

    Component {
        id: question

        Question {
            patient: pages.patient
            onWriting: (field, first) => pages.writing(field, first)
        }
    }

    Component {
        id: review

        Review {
            patient: pages.patient
        }
    }
}
