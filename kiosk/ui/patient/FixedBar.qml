pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Four places beside one another. On a small upright panel, which has one line for them, each is as
// wide as its word wants (the wider of `also`, another in its place), whether it is seen or not.
Item {
    id: bar

    property var places: []
    property var words: ({})
    property bool covered: false
    property bool over: false // icons over their words on a small panel, too
    property bool rtl: false
    readonly property var spread: bar.places.map(place => Theme.compact ? Math.max(Theme.target, bar.wide(bar.wordOf(place.key)), bar.wide(bar.wordOf(place.also ?? place.key))) : 1)
    readonly property real free: bar.width - 3 * Theme.gap

    signal acted(string icon)

    function wordOf(key: string): string {
        return bar.words[key + "_brief"] ?? bar.words[key] ?? "";
    }

    // On one line, or parted in two at its best blank.
    function wide(word: string): real {
        const parts = word.split(" "), ends = parts.length > 1 ? parts.slice(1).map((_, i) => i + 1) : [1];
        const halves = ends.map(end => [parts.slice(0, end), parts.slice(end)].map(half => metrics.advanceWidth(half.join(" "))));
        return (bar.over ? Theme.gap : Theme.icon + Theme.gap) + Math.min(...halves.map(half => Math.max(...half)));
    }

    function widthOf(index: int): real {
        return bar.free * bar.spread[index] / bar.spread.reduce((sum, one) => sum + one, 0);
    }

    function startOf(index: int): real {
        const before = bar.spread.map((_, other) => other).filter(other => bar.rtl ? other > index : other < index);
        return before.reduce((sum, other) => sum + bar.widthOf(other) + Theme.gap, 0);
    }

    FontMetrics {
        id: metrics

        font.pixelSize: Theme.label
    }

    Repeater {
        model: bar.visible ? bar.places : []

        FixedControl {
            x: bar.startOf(modelData.place)
            width: bar.widthOf(modelData.place)
            beside: Theme.compact && !bar.over
            brief: Theme.compact
            height: bar.height
            words: bar.words
            covered: bar.covered
            onActed: icon => bar.acted(icon)
        }
    }
}
