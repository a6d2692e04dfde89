import QtQuick
import kiosk.ui

// Any number of answers, each a row to tick; one that is chosen alone takes the others out, and that
// is said in the line below.
AnswerControl {
    id: answer

    readonly property var chosen: answer.entry.chosen ?? []
    readonly property var options: answer.question.options ?? []
    readonly property Picks picks: Picks {
        many: true
        chosen: answer.chosen
        alone: answer.options.filter(option => option.alone).map(option => option.number)
    }

    implicitHeight: cards.implicitHeight + tally.room

    OptionList {
        id: cards

        width: parent.width
        height: parent.height - tally.room
        options: answer.options
        chosen: answer.chosen
        words: answer.words
        many: true
        onTouched: option => answer.enter(answer.picks.after(option))
    }

    TallyLine {
        id: tally

        width: parent.width
        y: Math.min(parent.height - height, cards.implicitHeight + Theme.gap / 2)
        text: answer.entry.tally ?? ""
    }
}
