import QtQuick

// One of several answers, each a whole row to touch.
AnswerControl {
    id: answer

    implicitHeight: cards.implicitHeight
    needed: cards.needed

    OptionList {
        id: cards

        anchors.fill: parent
        options: answer.question.options ?? []
        chosen: answer.entry.chosen ?? []
        words: answer.words
        onTouched: option => answer.enter({
            chosen: [option.number]
        })
    }
}
