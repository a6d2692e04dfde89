pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The cards of a long list: answers to choose, and ways to look on.
Item {
    id: list

    property var rows: []
    property var chosen: []
    property bool many: false
    property var words: ({})
    property int current: 0

    signal touched(var row)

    function move(to: int) {
        const next = (to + list.rows.length) % list.rows.length;
        cards.show(next);
        cards.row(next).children[0].forceActiveFocus(Qt.TabFocusReason);
    }

    function isChoice(row: var): bool {
        return row.act === "option" || row.act === "own";
    }

    function card(row: var): Component {
        return list.isChoice(row) ? (list.many ? tick : radio) : way;
    }

    onRowsChanged: {
        list.current = 0;
        cards.first = 0;
    }

    Paged {
        id: cards

        anchors.fill: parent
        model: list.rows
        moreLabel: Said.say(list.words, "more_count", {count: cards.count - 1 - cards.last})
        againLabel: list.words["more_again"] ?? ""

        delegate: SearchRow {
            id: holder

            index: (parent as PagedRow)?.index ?? 0
            row: (parent as PagedRow)?.modelData ?? ({})
            isStop: holder.index === (list.current >= cards.first && list.current <= cards.last ? list.current : cards.first)

            sourceComponent: list.card(holder.row)
            Keys.onDownPressed: list.move(holder.index + 1)
            Keys.onUpPressed: list.move(holder.index - 1)
            onLoaded: {
                const card = holder.item as Touchable;
                card.label = holder.row.label ?? "";
                card.focusPolicy = Qt.binding(() => card.activeFocus || holder.isStop ? Qt.StrongFocus : Qt.ClickFocus);
                card.clicked.connect(() => list.touched(holder.row));
            }
        }
    }

    Component {
        id: radio

        OptionCard {
            chosen: list.chosen.includes((parent as SearchRow)?.row.number)
            onActiveFocusChanged: if (activeFocus) list.current = (parent as SearchRow).index
        }
    }

    Component {
        id: tick

        TickCard {
            chosen: list.chosen.includes((parent as SearchRow)?.row.number)
            onActiveFocusChanged: if (activeFocus) list.current = (parent as SearchRow).index
        }
    }

    Component {
        id: way

        BigButton {
            textSize: Theme.roomy ? Theme.body : Theme.label
            onActiveFocusChanged: if (activeFocus) list.current = (parent as SearchRow).index
        }
    }
}
