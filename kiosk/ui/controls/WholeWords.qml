import QtQuick
import kiosk.ui

// A text whose letters are drawn smaller before a word is broken, and before it is higher than
// `tallest`. A word longer than any real one is broken all the same.
PlainText {
    id: whole

    property real size: Theme.body
    property real room: whole.width
    property real tallest: Infinity
    // One whose weight changes is measured by the heaviest, so that it stays as large as it was.
    property int heaviest: whole.font.weight
    // On one line at its full size, whatever room there is; the last letter of Arabic leans over.
    readonly property real natural: Math.ceil(whole.wide(whole.text, whole.heaviest) * whole.size / 92 + whole.size * 0.1)
    readonly property real widest: Math.max(1, ...whole.text.split(/\s+/).filter(word => word.length <= 30).map(word => whole.wide(word, whole.heaviest)))
    readonly property real least: Theme.readable * 0.5
    readonly property real leading: metrics.height / 100 * whole.lineHeight
    readonly property real blank: whole.wide(" ", whole.heaviest)
    readonly property var wides: whole.tallest < Infinity ? whole.text.split(/\s+/).map(word => whole.wide(word, whole.heaviest)) : []

    // The weight is an argument so that all is measured anew where it changes.
    function wide(text: string, weight: int): real {
        return metrics.advanceWidth(text);
    }

    // How many lines its words take, and how much of the last one is left.
    function fill(lines: var, wide: real, line: real): var {
        const goesOn = wide <= lines.left, count = lines.count + (goesOn ? 0 : Math.ceil(wide / line));
        return {count: count, left: (goesOn ? lines.left : line) - wide % line - whole.blank};
    }

    function tall(size: real): real {
        const line = whole.room / size * 100;
        const lines = whole.wides.reduce((lines, wide) => whole.fill(lines, wide, line), {count: 1, left: line});
        return (lines.count + 0.5) * whole.leading * size;
    }

    function fitting(size: real): real {
        while (whole.wides.length && whole.room > 0 && size > whole.least && whole.tall(size) > whole.tallest)
            size -= 1;
        return size;
    }

    maximumLineCount: whole.tallest === Infinity ? 10000 : Math.max(1, Math.floor(whole.tallest / (whole.leading * font.pixelSize)))
    elide: whole.tallest === Infinity ? Text.ElideNone : Text.ElideRight
    font.pixelSize: Math.max(whole.least, whole.fitting(Math.min(whole.size, Math.floor(whole.room / whole.widest * 92))))

    FontMetrics {
        id: metrics

        font.pixelSize: 100
        font.weight: whole.heaviest
    }
}
