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
<<<<<<< /tmp/tmplouh45y3/mine
        sourceComponent: ({"": null, "language": languages, "display": looks, "remark": remarks, "leave": leaving})[sheets.patient.sheet] ?? (sheets.patient.sheet ? message : null)
=======
        sourceComponent: ({"": null, "about": about, "picture": picture, "language": languages, "display": looks, "remark": remarks})[shown.kind] ?? (sheets.patient.sheet ? message : null)
>>>>>>> /tmp/tmplouh45y3/theirs
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
<<<<<<< /tmp/tmplouh45y3/mine
        id: leaving

        LeaveSheet {
=======
        id: about

        AboutSheet {
>>>>>>> /tmp/tmplouh45y3/theirs
            patient: sheets.patient
        }
    }

    Component {
<<<<<<< /tmp/tmplouh45y3/mine
=======
        id: picture

        PictureSheet {
            patient: sheets.patient
            number: Number(sheets.patient.sheet.slice(-1))
        }
    }

    Component {
>>>>>>> /tmp/tmplouh45y3/theirs
        id: message

        Sheet {
            patient: sheets.patient
            kind: sheets.patient.sheet
        }
    }
}
