pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Our own keyboard: keys from a layout file, each with a name, nothing learned or remembered.
// Keys keep their size and place from face to face; a row too long for a panel becomes two.
FocusScope {
    id: keyboard

    // One language's keyboards, as kiosk/ui/keyboards.py reads them.
    property var keys: ({})
    property string kind: "text"
    property var words: ({})
    property bool oneLine: false
    property bool atStart: false
    property real room: 0
    property string face: ""
    property int row: 0
    property int column: 0
    readonly property var own: keyboard.keys[keyboard.kind] ?? {}
    readonly property string first: keyboard.own.first ?? ""
    readonly property var faces: keyboard.own.faces ?? {}
    readonly property var rows: keyboard.fold(keyboard.faces[keyboard.face] ?? [])
    readonly property var all: Object.keys(keyboard.faces).map(face => keyboard.fold(keyboard.faces[face]))
    readonly property real gap: Theme.mm(3)
    readonly property real most: Math.floor(2 * (keyboard.width + keyboard.gap) / (Theme.mm(16) + keyboard.gap)) / 2
    readonly property real widest: Math.max(1, ...keyboard.all.map(rows => Math.max(...rows.map(row => keyboard.units(row)))))
    readonly property int tallest: Math.max(1, ...keyboard.all.map(rows => rows.length))
    readonly property real unit: Math.min(Theme.mm(30), Math.floor((keyboard.width + keyboard.gap) / keyboard.widest - keyboard.gap))
    readonly property real keyHeight: Math.max(Theme.mm(16), Math.min(Theme.mm(26), Math.floor((keyboard.room + keyboard.gap) / keyboard.tallest - keyboard.gap)))
    // Few keys beside one another are a pad, whose columns stand below one another.
    readonly property bool pad: keyboard.widest < 7

    signal typed(string text)
    signal erased
    signal entered

    function split(row: var): var {
        const half = Math.ceil(row.length / 2);
        const fits = keyboard.units(row) <= keyboard.most || row.length < 2;
        return fits ? [row] : keyboard.split(row.slice(0, half)).concat(keyboard.split(row.slice(half)));
    }

    function fold(rows: var): var {
        return rows.reduce((lines, row) => lines.concat(keyboard.split(row)), []);
    }

    function widthIn(row: var, key: string): real {
        const beside = row.indexOf("{space}") < 0 ? {} : keyboard.keys["besideSpace"] ?? {};
        return beside[key] ?? keyboard.keys["widths"]?.[key] ?? 1;
    }

    function units(row: var): real {
        return row.reduce((sum, key) => sum + keyboard.widthIn(row, key), 0);
    }

    function span(units: real): real {
        return units * (keyboard.unit + keyboard.gap) - keyboard.gap;
    }

    function spanOf(key: string, row: var): real {
        const last = keyboard.pad && !row.includes("{space}") && key === row[row.length - 1];
        const spare = key === "{space}" || last ? keyboard.widest - keyboard.units(row) : 0;
        return keyboard.span(keyboard.widthIn(row, key) + spare);
    }

    function wordOf(key: string): string {
        return key.length > 2 && key.startsWith("{") ? key.slice(1, -1) : "";
    }

    function drawn(key: string): string {
        const word = keyboard.wordOf(key);
        return word === "" ? key : keyboard.words[word === "enter" && keyboard.oneLine ? "write_done" : "key_" + word] ?? "";
    }

    function press(key: string) {
        const word = keyboard.wordOf(key);
        if (word in keyboard.faces)
            return keyboard.show(word);
        word === "" || word === "space" ? keyboard.write(key) : (word === "erase" ? keyboard.erased() : keyboard.entered());
    }

    // A capital or an accent is for one letter, and a capital for the first of an empty text.
    function write(key: string) {
        keyboard.typed(key === "{space}" ? " " : key);
        if (keyboard.kind === "text" && keyboard.keys["once"].includes(keyboard.face) && !keyboard.atStart)
            keyboard.show(keyboard.first);
    }

    function show(face: string) {
        const here = keyboard.activeFocus;
        keyboard.face = face;
        if (here)
            soon.restart();
    }

    function begin() {
        const start = keyboard.kind === "text" ? keyboard.keys["start"] || keyboard.first : keyboard.first;
        if (keyboard.face === (keyboard.atStart ? keyboard.first : start))
            keyboard.show(keyboard.atStart ? start : keyboard.first);
    }

    function go(row: int, column: int) {
        const line = lines.itemAt(Math.max(0, Math.min(row, lines.count - 1))) as KeyRow;
        line?.focusKey(Math.max(0, column));
    }

    implicitHeight: keyboard.tallest * (keyboard.keyHeight + keyboard.gap) - keyboard.gap
    onOwnChanged: {
        keyboard.face = keyboard.own.first ?? "";
        keyboard.begin();
    }
    onAtStartChanged: keyboard.begin()
    onFirstChanged: keyboard.begin()
    Keys.onLeftPressed: keyboard.go(keyboard.row, keyboard.column - 1)
    Keys.onRightPressed: keyboard.go(keyboard.row, keyboard.column + 1)
    Keys.onUpPressed: keyboard.go(keyboard.row - 1, keyboard.column)
    Keys.onDownPressed: keyboard.go(keyboard.row + 1, keyboard.column)
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Timer { id: soon; interval: 0; onTriggered: keyboard.go(keyboard.row, keyboard.column) }

    Repeater {
        id: lines

        model: keyboard.rows.length

        KeyRow {
            id: line

            required property int index
            readonly property real whole: keyboard.pad ? keyboard.span(keyboard.widest) : line.width

            x: (keyboard.width - line.whole) / 2
            y: line.index * (keyboard.keyHeight + keyboard.gap)
            spacing: keyboard.gap
            keyHeight: keyboard.keyHeight
            keys: keyboard.rows[line.index] ?? []
            labels: line.keys.map(key => keyboard.keys["names"]?.[key] ?? keyboard.drawn(key))
            shown: line.keys.map(key => keyboard.drawn(key))
            widths: line.keys.map(key => keyboard.spanOf(key, line.keys))
            primary: keyboard.oneLine ? "{enter}" : ""
            stop: line.index === Math.min(keyboard.row, lines.count - 1) ? keyboard.column : -1
            onPressed: key => keyboard.press(key)
            onReached: column => [keyboard.row, keyboard.column] = [line.index, column]
        }
    }
}
