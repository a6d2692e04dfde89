pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The words of a question, and below them what the form adds to it. On a low panel that stands above
// the answers, for there is room for the words alone.
Item {
    id: lead

    required property PatientScreen patient
    readonly property Asking asking: lead.patient.asking
    readonly property var question: lead.asking.question
    readonly property var words: lead.patient.speaking.words
    readonly property real apart: asides.active && (asides.item as AsidesOfQuestion)?.implicitHeight ? Theme.gap : 0
    readonly property real added: lead.apart ? (asides.item as AsidesOfQuestion).implicitHeight + lead.apart : 0

    implicitHeight: says.implicitHeight + lead.added

    QuestionText {
        id: says

        width: parent.width
        height: lead.apart ? Math.min(says.natural, lead.height - asides.height - lead.apart) : lead.height
        leastText: Theme.leastStem
        section: lead.question.section ?? ""
        sectionBlocks: lead.question.sectionBlocks ?? []
        text: lead.question.text ?? ""
        place: lead.question.path ?? ""
        textBlocks: lead.question.textBlocks ?? []
        hint: lead.question.hint ?? ""
        hintBlocks: lead.question.hintBlocks ?? []
        problem: lead.asking.problem
        problemTitle: lead.words["problem_title"]
        errorPrefix: lead.words["error"]
        moreLabel: lead.words["more_question"]
    }

    Loader {
        id: asides

        y: says.height + lead.apart
        width: parent.width
        active: Theme.roomy
        sourceComponent: AsidesOfQuestion {
            room: lead.height - says.natural - lead.apart
            question: lead.question
            words: lead.words
            onOpened: sheet => lead.patient.openSheet(sheet)
        }
    }
}
