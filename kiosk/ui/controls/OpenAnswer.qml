import QtQuick
import kiosk.ui

// A list with "Something else" below it, whose words are written on the writing page. Words that are
// taken back stay on their card.
AnswerControl {
    id: answer

    readonly property bool many: answer.question.many ?? false
    readonly property var chosen: answer.entry.chosen ?? []
    readonly property var listed: answer.question.options ?? []
    // Only a change of the words lays the cards anew, not every touch.
    readonly property string ownCards: JSON.stringify((answer.entry.owns ?? []).map(own => ({number: own.number, own: own.own, label: own.label})))
    readonly property var owns: JSON.parse(answer.ownCards)
    readonly property var options: [...answer.listed.filter(option => !option.alone), ...answer.owns, ...answer.listed.filter(option => option.alone)]
    readonly property var written: (answer.entry.owns ?? []).filter(own => own.on).map(own => own.number)
    readonly property Picks picks: Picks {
        many: answer.many
        chosen: answer.chosen
        own: answer.entry.own ?? []
        alone: answer.listed.filter(option => option.alone).map(option => option.number)
    }

    // Own words that are on go off where several may be given; else they are opened to be changed.
    function touch(option: var) {
        const goesOff = answer.many && answer.written.includes(option.number);
        answer.enter(answer.picks.after(option));
        if (option.own !== undefined && !goesOff)
            answer.writing("own" + option.own, "");
    }

    implicitHeight: cards.implicitHeight + tally.room

    OptionList {
        id: cards

        width: parent.width
        height: parent.height - tally.room
        options: answer.options
        chosen: answer.chosen.concat(answer.written)
        words: answer.words
        many: answer.many
        onTouched: option => answer.touch(option)
    }

    TallyLine {
        id: tally

        width: parent.width
        y: Math.min(parent.height - height, cards.implicitHeight + Theme.gap / 2)
        text: answer.entry.tally ?? ""
    }
}
