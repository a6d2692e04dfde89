pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// What lies over the journey: help, language, a remark, the warning that nobody is there …
Item {
    id: sheets

    required property PatientScreen patient

    signal writing(string field, string first)

    Loader {
        id: shown

        readonly property string kind: sheets.patient.sheet.replace(/[0-9]$/, "")

        anchors.fill: parent
        sourceComponent: ({"": null, "about": about, "picture": picture, "language": languages, "display": looks, "remark": remarks, "leave": leaving})[shown.kind] ?? (sheets.patient.sheet ? message : null)
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
        id: leaving

        LeaveSheet {
            patient: sheets.patient
        }
    }

    Component {
        id: about

        AboutSheet {
            patient: sheets.patient
        }
    }

    Component {
        id: picture

        PictureSheet {
            patient: sheets.patient
            number: Number(sheets.patient.sheet.slice(-1))
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
