import QtQuick
import Kiosk

// The pages of the journey that have the fixed controls around them.
Item {
    id: pages

    required property PatientScreen patient
    readonly property bool any: shown.item !== null
    readonly property var files: ({
            forms: "Forms",
            start: "Start",
            identity: "WhoAreYou",
            only: "OnlyIn",
            question: "Question",
            another: "Another",
            review: "Review",
            summary: "Summary"
        })

    signal writing(string field, string first)

    PageLoader {
        id: shown

        anchors.fill: parent
        patient: pages.patient
        page: ({file: pages.files[pages.patient.page] ?? ""})
        onWriting: (field, first) => pages.writing(field, first)
    }
}
