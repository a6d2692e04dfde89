pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Where a question is answered; on a low panel what the form adds to it stands above.
PageBody {
    id: body

    required property PatientScreen patient
    readonly property Asking asking: body.patient.asking
    readonly property string spokenIn: body.asking.language
    readonly property var words: body.patient.speaking.words
    readonly property real above: (asides.item as AsidesOfQuestion)?.implicitHeight ? asides.height + Theme.gap : 0
    readonly property real least: (asides.item as AsidesOfQuestion)?.least ?? 0

    signal writing(string field, string first)

    needed: area.needed + (body.least ? body.least + Theme.gap : 0)
    implicitHeight: area.implicitHeight + (body.least ? body.least + Theme.gap : 0)

    Loader {
        id: asides

        width: parent.width
        active: !Theme.roomy
        sourceComponent: AsidesOfQuestion {
            room: body.height - area.implicitHeight - Theme.gap
            question: body.asking.question
            words: body.words
            onOpened: sheet => body.patient.openSheet(sheet)
        }
    }

    AnswerArea {
        id: area

        y: body.above
        width: parent.width
        height: parent.height - y
        question: body.asking.question
        entry: body.asking.entry
        words: body.words
        field: body.asking.field
        onEntered: entry => body.asking.enter(entry)
        onWriting: (field, first) => body.writing(field, first)
    }
}
