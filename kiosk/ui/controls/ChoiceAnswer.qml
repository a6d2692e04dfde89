pragma ComponentBehavior: Bound

import QtQuick

// One of several answers, each a whole row to touch. Arrow keys move among them, Tab passes by.
Paged {
    id: answer

    property var options: []
    property int chosen: -1
    property var words: ({})
    property int current: Math.max(0, answer.chosen)

    signal selected(int index)

    function move(to: int) {
        const next = (to + answer.options.length) % answer.options.length;
        answer.show(next);
        answer.row(next).forceActiveFocus(Qt.TabFocusReason);
    }

    model: answer.options
    moreLabel: answer.words["more"] ?? ""
    againLabel: answer.words["more_again"] ?? ""
    onChosenChanged: answer.current = Math.max(0, answer.chosen)
    onOptionsChanged: {
        answer.first = 0;
        answer.current = Math.max(0, answer.chosen);
    }

    delegate: OptionCard {
        id: option

        readonly property int number: (parent as PagedRow).index
        readonly property bool isCurrent: answer.current === option.number

        label: (parent as PagedRow).modelData
        place: (answer.words["option_place"] ?? "").replace("{number}", option.number + 1).replace("{count}", answer.options.length)
        chosen: answer.chosen === option.number
        focusPolicy: option.isCurrent ? Qt.StrongFocus : Qt.ClickFocus
        onClicked: answer.selected(option.number)
        Keys.onDownPressed: answer.move(option.number + 1)
        Keys.onUpPressed: answer.move(option.number - 1)
        onActiveFocusChanged: if (option.activeFocus) answer.current = option.number
    }
}
