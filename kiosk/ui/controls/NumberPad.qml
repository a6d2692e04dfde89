pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A pad of digits for answer pages. It lays itself out in any room it is given: as a block of three
// columns, as that block with a fourth, or in two rows. The least room at which its keys keep their
// least side (20 mm; 16 mm on a low panel) is 66 x 89, 89 x 66 or 135 x 43 mm (there 54 x 73, 73 x 54
// or 111 x 35), with both a decimal sign and a minus 66 x 112, 112 x 66 or 158 x 43 (54 x 92, 92 x 54 or
// 130 x 35). Digits are drawn and typed in the figures of the language; a key's name is the Latin one.
FocusScope {
    id: pad

    property var words: ({})
    property bool decimal: false
    property bool minus: false
    property int row: 0
    property int column: 0
    readonly property string figures: pad.words["digits"] ?? "0123456789"
    readonly property string sign: pad.words["decimal_sign"] ?? "."
    readonly property real gap: Theme.mm(3)
    readonly property real least: Theme.roomy ? Theme.target : Theme.mm(16)
    readonly property var more: (pad.minus ? ["-"] : []).concat(pad.decimal ? ["."] : [])
    readonly property int ends: Math.max(1, pad.more.length)
    readonly property var shapes: [pad.tall(), pad.block(), pad.wide()]
    readonly property var rows: pad.shapes.find(rows => pad.side(rows) >= pad.least) ?? pad.roomiest()
    readonly property int keyWidth: Math.min(Theme.mm(34), pad.part(pad.width, pad.rows[0].length))
    readonly property int keyHeight: Math.min(Theme.mm(26), pad.part(pad.height, pad.rows.length))
    readonly property real blockWidth: pad.rows[0].length * (pad.keyWidth + pad.gap) - pad.gap
    // The least height at which the keys keep their least side, in the width there is.
    readonly property real needed: Math.min(...pad.shapes.map(rows => pad.part(pad.width, rows[0].length) >= pad.least ? rows.length * (pad.least + pad.gap) - pad.gap : Infinity), pad.implicitHeight)

    signal typed(string digit)
    signal erased

    function many(key: string, times: int): var {
        return Array(times).fill(key);
    }

    // In a shape "" is a gap, and a key that stands beside itself is a wide one.
    function tall(): var {
        const last = pad.more.length > 1 ? [["-", "0", "."], pad.many("{erase}", 3)] : [[pad.more[0] ?? "", "0", "{erase}"]];
        return [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]].concat(last);
    }

    function block(): var {
        const ends = [pad.many("{erase}", pad.ends), pad.many("0", pad.ends), pad.more.length ? pad.more : [""]];
        return [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]].map((row, i) => row.concat(ends[i]));
    }

    function wide(): var {
        return [["1", "2", "3", "4", "5"].concat(pad.many("{erase}", pad.ends)), ["6", "7", "8", "9", "0"].concat(pad.more.length ? pad.more : [""])];
    }

    function part(length: real, parts: int): real {
        return Math.floor((length + pad.gap) / parts - pad.gap);
    }

    function side(rows: var): real {
        return Math.min(pad.part(pad.width, rows[0].length), pad.part(pad.height, rows.length));
    }

    function roomiest(): var {
        return pad.shapes.reduce((best, rows) => pad.side(rows) > pad.side(best) ? rows : best);
    }

    function drawn(key: string): string {
        const signs = {"-": "\u2212", ".": pad.sign, "{erase}": pad.words["key_erase"] ?? ""};
        return signs[key] ?? pad.figures.charAt(Number(key));
    }

    function nameOf(key: string): string {
        const names = {"-": "key_minus", ".": "key_decimal", "{erase}": "key_erase"};
        return key in names ? pad.words[names[key]] ?? "" : key;
    }

    function press(key: string) {
        key === "{erase}" ? pad.erased() : pad.typed(key === "-" ? key : pad.drawn(key));
    }

    // The same from a keyboard that is plugged in.
    function read(text: string): bool {
        const key = /^[,\u066b]$/.test(text) ? "." : text;
        const known = /^[0-9]$/.test(key) || key === "{erase}" || pad.more.includes(key);
        if (known)
            pad.press(key);
        return known;
    }

    function go(row: int, column: int) {
        const line = lines.itemAt(Math.max(0, Math.min(row, lines.count - 1))) as KeyRow;
        line?.focusKey(Math.max(0, column));
    }

    implicitWidth: 3 * (Theme.mm(28) + pad.gap) - pad.gap
    implicitHeight: pad.shapes[Theme.roomy ? 0 : 1].length * (Theme.mm(Theme.roomy ? 22 : 16) + pad.gap) - pad.gap
    Keys.onPressed: event => event.accepted = pad.read(event.key === Qt.Key_Backspace ? "{erase}" : event.text)
    Keys.onLeftPressed: pad.go(pad.row, pad.column - 1)
    Keys.onRightPressed: pad.go(pad.row, pad.column + 1)
    Keys.onUpPressed: pad.go(pad.row - 1, pad.column)
    Keys.onDownPressed: pad.go(pad.row + 1, pad.column)
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Repeater {
        id: lines

        model: pad.rows.length

        KeyRow {
            id: line

            required property int index
            readonly property var row: pad.rows[line.index] ?? []

            x: (pad.width - pad.blockWidth) / 2
            y: line.index * (pad.keyHeight + pad.gap)
            spacing: pad.gap
            keyHeight: pad.keyHeight
            keys: line.row.filter((key, i) => key !== line.row[i - 1])
            labels: line.keys.map(key => pad.nameOf(key))
            shown: line.keys.map(key => key ? pad.drawn(key) : "")
            widths: line.keys.map(key => line.row.filter(other => other === key).length * (pad.keyWidth + pad.gap) - pad.gap)
            stop: line.index === Math.min(pad.row, lines.count - 1) ? pad.column : -1
            onPressed: key => pad.press(key)
            onReached: column => {
                pad.row = line.index;
                pad.column = column;
            }
        }
    }
}
