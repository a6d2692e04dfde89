pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Answers to choose from, each a whole row to touch: one of them, or `many`. Arrow keys move among
// them, Tab passes by. What does not fit is turned to, and the button tells how much it is.
Item {
    id: list

    property var options: []
    property var chosen: []
    property bool many: false
    property var words: ({})
    property int current: 0
    readonly property real needed: Math.max(cards.roomFor(1), cards.count < 3 || Theme.step === 0 ? cards.roomFor(2) : 0)

    signal touched(var option)

    function isChosen(option: var): bool {
        return list.chosen.includes(option.number);
    }

    function move(to: int) {
        const next = (to + list.options.length) % list.options.length;
        cards.show(next);
        (cards.row(next) as OptionRow).card.forceActiveFocus(Qt.TabFocusReason);
    }

    // Who comes back finds the page with the answer.
    function reveal() {
        const at = list.many || list.height <= 0 ? -1 : list.options.findIndex(list.isChosen);
        list.current = Math.max(0, at);
        cards.first = 0;
        cards.show(list.current);
    }

    function place(index: int): string {
        return Said.say(list.words, "option_place", {number: index + 1, count: list.options.length});
    }

    // Exactly one of what is seen can be reached with Tab.
    function isStop(index: int): bool {
        const seen = list.current >= cards.first && list.current <= cards.last;
        return index === (seen ? list.current : cards.first);
    }

    implicitHeight: cards.implicitHeight
    onOptionsChanged: later.restart()
    onHeightChanged: later.restart()

    // After the cards are laid out; a timer of its own goes with the list.
    Timer {
        id: later

        interval: 0
        onTriggered: list.reveal()
    }

    Paged {
        id: cards

        anchors.fill: parent
        model: list.options
        moreLabel: Said.say(list.words, "more_count", {count: cards.count - 1 - cards.last})
        againLabel: list.words["more_again"] ?? ""
        delegate: list.many ? tick : radio
    }

    Component {
        id: radio

        OptionRow {
            id: one

            readonly property int index: (parent as PagedRow)?.index ?? 0
            readonly property var option: (parent as PagedRow)?.modelData ?? ({})

            orWord: one.option.or ? (list.words["or"] ?? "") : ""
            Keys.onDownPressed: list.move(one.index + 1)
            Keys.onUpPressed: list.move(one.index - 1)

            card: OptionCard {
                label: one.option.label ?? ""
                picture: one.option.image ?? ""
                alt: one.option.alt ?? ""
                ratio: one.option.ratio ?? 1
                personal: one.option.own !== undefined
                place: list.place(one.index)
                chosen: list.isChosen(one.option)
                focusPolicy: activeFocus || list.isStop(one.index) ? Qt.StrongFocus : Qt.ClickFocus
                onClicked: list.touched(one.option)
                onActiveFocusChanged: if (activeFocus) list.current = one.index
            }
        }
    }

    Component {
        id: tick

        OptionRow {
            id: box

            readonly property int index: (parent as PagedRow)?.index ?? 0
            readonly property var option: (parent as PagedRow)?.modelData ?? ({})

            orWord: box.option.or ? (list.words["or"] ?? "") : ""
            Keys.onDownPressed: list.move(box.index + 1)
            Keys.onUpPressed: list.move(box.index - 1)

            card: TickCard {
                label: box.option.label ?? ""
                picture: box.option.image ?? ""
                alt: box.option.alt ?? ""
                ratio: box.option.ratio ?? 1
                personal: box.option.own !== undefined
                place: list.place(box.index)
                chosen: list.isChosen(box.option)
                focusPolicy: activeFocus || list.isStop(box.index) ? Qt.StrongFocus : Qt.ClickFocus
                onClicked: list.touched(box.option)
                onActiveFocusChanged: if (activeFocus) list.current = box.index
            }
        }
    }
}
