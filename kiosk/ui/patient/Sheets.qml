pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// What lies over the journey: help, language, a remark, the warning that nobody is there …
Item {
    id: sheets

    required property PatientScreen patient

    signal writing(string field, string first)

    Loader {
        anchors.fill: parent
        sourceComponent: ({"": null, "language": languages, "display": looks, "remark": remarks})[sheets.patient.sheet] ?? (sheets.patient.sheet ? message : null)
    }

    Component {
        id: languages

        LanguageSheet {
            patient: sheets.patient
        }
    }

    Component {
        id: looks

        DisplaySheet {
            patient: sheets.patient
        }
    }

    Component {
        id: remarks

        RemarkSheet {
            patient: sheets.patient
            onWriting: (field, first) => sheets.writing(field, first)
        }
    }

    Component {
        id: message

        Sheet {
            patient: sheets.patient
            kind: sheets.patient.sheet
        }
    }
}
