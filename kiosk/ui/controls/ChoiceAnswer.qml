pragma ComponentBehavior: Bound

import QtQuick

// One of several answers, each a whole row to touch. Arrow keys move among them, Tab passes by.
AnswerControl {
    id: answer

    readonly property var options: answer.question.options ?? []
    readonly property int chosen: answer.entry.chosen?.[0] ?? -1
    property int current: Math.max(0, answer.chosen)

    function move(to: int) {
        const next = (to + answer.options.length) % answer.options.length;
        cards.show(next);
        cards.row(next).forceActiveFocus(Qt.TabFocusReason);
    }

    implicitHeight: cards.implicitHeight
    onChosenChanged: answer.current = Math.max(0, answer.chosen)
    onOptionsChanged: {
        cards.first = 0;
        answer.current = Math.max(0, answer.chosen);
    }

    Paged {
        id: cards

        anchors.fill: parent
        model: answer.options
        moreLabel: answer.words["more"] ?? ""
        againLabel: answer.words["more_again"] ?? ""

        delegate: OptionCard {
            id: option

            readonly property int number: (parent as PagedRow).index

            label: (parent as PagedRow).modelData.label
            place: (answer.words["option_place"] ?? "").replace("{number}", option.number + 1).replace("{count}", answer.options.length)
            chosen: answer.chosen === option.number
            focusPolicy: answer.current === option.number ? Qt.StrongFocus : Qt.ClickFocus
            onClicked: answer.enter({
                chosen: [option.number]
            })
            Keys.onDownPressed: answer.move(option.number + 1)
            Keys.onUpPressed: answer.move(option.number - 1)
            onActiveFocusChanged: if (option.activeFocus) answer.current = option.number
        }
    }
}
