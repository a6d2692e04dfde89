pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A long list: what is chosen on top, each to be removed; below it the ways to look, or what was found.
AnswerControl {
    id: answer

    readonly property bool many: answer.question.many ?? false
    readonly property string stage: answer.entry.stage ?? ""
    // Only other cards lay the page anew, not every touch.
    readonly property string cards: JSON.stringify((answer.entry.rows ?? []).map(row => answer.plain(row)))
    readonly property string onTop: JSON.stringify(answer.stage === "chosen" ? [] : answer.atTop(answer.entry.picked ?? [], answer.entry.pickedCount ?? 0))
    readonly property int places: Math.max(1, Math.floor((answer.height - 3 * (Theme.row + Theme.gap)) / (Theme.row + Theme.gap)))
    readonly property Picks picks: Picks {
        many: answer.many
        chosen: answer.entry.chosen ?? []
        own: answer.entry.own ?? []
        alone: answer.question.alone ?? []
    }

    function plain(row: var): var {
        return {act: row.act, number: row.number ?? 0, label: row.label, own: row.own, from: row.from ?? 0, to: row.to ?? 0};
    }

    // What does not fit on top is behind one card that tells how much it is.
    function atTop(picked: var, count: int): var {
        const whole = {act: "chosen", label: answer.entry.all ?? ""};
        return count <= answer.places ? picked.map(one => Object.assign(answer.plain(one), {act: "remove"})) : [whole];
    }

    function go(stage: string, first: int, end: int) {
        answer.enter({stage: stage, from: first, to: end, trail: stage === "browse" ? answer.trail() : []});
    }

    // The parts of the list one came through, to go back step by step.
    function trail(): var {
        return answer.stage === "browse" ? [...(answer.entry.trail ?? []), [answer.entry.from, answer.entry.to]] : [];
    }

    function back() {
        const trail = answer.entry.trail ?? [], last = trail[trail.length - 1] ?? null;
        answer.enter(last ? {stage: "browse", from: last[0], to: last[1], trail: trail.slice(0, -1)} : {stage: "", from: 0, to: 0, trail: []});
    }

    function pick(row: var) {
        answer.enter(Object.assign(answer.picks.after(row), answer.many ? {} : {stage: "", trail: []}));
        if (row.own !== undefined && row.act === "own")
            answer.writing("own" + row.own, "");
    }

    function remove(row: var) {
        const own = answer.picks.own.map((one, place) => place === row.own ? {text: one.text, on: false} : one);
        answer.enter({chosen: answer.picks.chosen.filter(one => row.own !== undefined || one !== row.number), own: own, took: false});
    }

    function act(row: var) {
        if (row.act === "search")
            answer.writing("search", "");
        else
            (({next: () => answer.go(answer.stage, row.from, 0), browse: () => answer.go("browse", row.from, row.to), chosen: () => answer.go("chosen", 0, 0), remove: () => answer.remove(row)})[row.act] ?? (() => answer.pick(row)))();
    }

    implicitHeight: 6 * (Theme.row + Theme.gap)

    Column {
        id: head

        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: JSON.parse(answer.onTop)

            WordCard {
                required property var modelData
                readonly property bool personal: true
                readonly property string openName: word

                width: head.width
                chosen: true
                about: modelData.label
                word: modelData.act === "remove" ? (answer.words["search_remove"] ?? "") : ""
                onClicked: answer.act(modelData)
            }
        }

        WordCard {
            readonly property bool personal: true
            readonly property string openName: word

            width: head.width
            visible: answer.stage !== ""
            about: answer.entry.said ?? ""
            word: answer.words[answer.stage === "found" ? "search_again" : "search_back"] ?? ""
            onClicked: answer.stage === "found" ? answer.writing("search", "") : answer.back()
        }

        TallyLine {
            width: head.width
            visible: text !== "" && answer.stage === ""
            text: answer.entry.said ?? ""
        }
    }

    SearchRows {
        y: head.height > 0 ? head.height + Theme.gap : 0
        width: parent.width
        height: parent.height - y
        rows: JSON.parse(answer.cards)
        chosen: answer.picks.all(answer.picks.chosen, answer.picks.own)
        many: answer.many
        words: answer.words
        onTouched: row => answer.act(row)
    }
}
