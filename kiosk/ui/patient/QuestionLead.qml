pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The words of a question, and below them what the form adds to it. On a low panel that stands above
// the answers, for there is room for the words alone. A picture that tells the same (Easy Read) stands
// at the start beside the words, or above them where they would have no room for a few words in a line.
Item {
    id: lead

    required property PatientScreen patient
    readonly property Asking asking: lead.patient.asking
    readonly property string spokenIn: lead.asking.language
    readonly property var question: lead.asking.question
    readonly property var words: lead.patient.speaking.words
    readonly property var drawing: lead.question.pictures?.[0]?.own ? lead.question.pictures[0] : null
    readonly property bool beside: lead.drawing !== null && lead.width >= Theme.heading * 8.8
    readonly property real ratio: lead.drawing?.ratio ?? 1
    readonly property real liked: !lead.drawing ? 0 : lead.beside ? Math.min(lead.width * 0.32, Theme.mm(75)) / lead.ratio : Math.min(Theme.mm(45), lead.width / lead.ratio)
    readonly property real over: lead.drawing && !lead.beside ? picture.height + Theme.gap : 0
    readonly property real apart: asides.active && (asides.item as AsidesOfQuestion)?.implicitHeight ? Theme.gap : 0
    readonly property real added: lead.apart ? (asides.item as AsidesOfQuestion).implicitHeight + lead.apart : 0

    implicitHeight: (lead.beside ? Math.max(says.implicitHeight, lead.liked) : says.implicitHeight + (lead.drawing ? lead.liked + Theme.gap : 0)) + lead.added

    Picture {
        id: picture

        anchors.left: parent.left
        visible: lead.drawing !== null
        height: Math.max(Theme.target, Math.min(lead.liked, lead.height - (lead.beside ? 0 : says.natural + Theme.gap) - lead.added))
        width: height * lead.ratio
        picture: lead.drawing?.image ?? ""
        label: lead.drawing?.alt ? Said.say(lead.words, "picture_larger_name", {title: lead.drawing.alt}) : (lead.words["picture_larger"] ?? "")
        onClicked: lead.patient.openSheet("picture0")
    }

    QuestionText {
        id: says

        anchors.right: parent.right
        width: parent.width - (lead.beside ? picture.width + Theme.gap : 0)
        y: lead.over
        height: lead.apart ? Math.min(says.natural, lead.height - lead.over - asides.height - lead.apart) : lead.height - lead.over
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

        y: (lead.beside ? Math.max(says.height, picture.height) : lead.over + says.height) + lead.apart
        width: parent.width
        active: Theme.roomy
        sourceComponent: AsidesOfQuestion {
            room: lead.height - lead.over - says.natural - lead.apart
            question: lead.question
            words: lead.words
            onOpened: sheet => lead.patient.openSheet(sheet)
        }
    }
}
