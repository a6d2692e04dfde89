pragma ComponentBehavior: Bound

import QtQuick

// Our own keyboard: keys from a layout file, each with a name, nothing learned or remembered.
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
    // Where a face for one letter is left to: the one that was shown before it.
    property string lasting: ""
    property int row: 0
    property int column: 0
    readonly property var own: keyboard.keys[keyboard.kind] ?? {}
    readonly property string first: keyboard.own.first ?? ""
    readonly property var faces: keyboard.own.faces ?? {}
    readonly property var rows: plan.fold(keyboard.faces[keyboard.face] ?? [])

    signal typed(string text)
    signal erased
    signal entered

    function wordOf(key: string): string {
        return key.length > 2 && key.startsWith("{") ? key.slice(1, -1) : "";
    }

    function named(key: string): string {
        return key === "{enter}" && keyboard.oneLine ? keyboard.words["write_done"] ?? "" : keyboard.keys["names"]?.[key] ?? key;
    }

    function drawn(key: string): string {
        const word = keyboard.wordOf(key) !== "", done = key === "{enter}" && keyboard.oneLine;
        return (done ? null : keyboard.keys["drawn"]?.[key]) ?? (word ? keyboard.named(key) : key);
    }

    function isForOne(face: string): bool {
        return keyboard.kind === "text" && (keyboard.keys["once"] ?? []).includes(face);
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
        if (keyboard.isForOne(keyboard.face) && !keyboard.atStart)
            keyboard.show(keyboard.lasting);
    }

    function show(face: string) {
        const here = keyboard.activeFocus;
        keyboard.lasting = keyboard.isForOne(face) ? keyboard.lasting || keyboard.first : face;
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

    implicitHeight: plan.tallest * (plan.keyHeight + plan.gap) - plan.gap
    onOwnChanged: {
        keyboard.lasting = keyboard.face = keyboard.own.first ?? "";
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

    KeyPlan {
        id: plan

        keys: keyboard.keys
        faces: keyboard.faces
        width: keyboard.width
        room: keyboard.room
    }

    Timer { id: soon; interval: 0; onTriggered: keyboard.go(keyboard.row, keyboard.column) }

    Repeater {
        id: lines

        model: keyboard.rows.length

        KeyRow {
            id: line

            required property int index
            readonly property real whole: plan.pad ? plan.span(plan.widest) : line.width

            x: (keyboard.width - line.whole) / 2
            y: line.index * (plan.keyHeight + plan.gap)
            spacing: plan.gap
            keyHeight: plan.keyHeight
            keys: keyboard.rows[line.index] ?? []
            labels: line.keys.map(key => keyboard.named(key))
            shown: line.keys.map(key => keyboard.drawn(key))
            wide: line.keys.map(key => plan.isWide(key))
            widths: line.keys.map(key => plan.spanOf(key, line.keys))
            primary: keyboard.oneLine ? "{enter}" : ""
            stop: line.index === Math.min(keyboard.row, lines.count - 1) ? keyboard.column : -1
            onPressed: key => keyboard.press(key)
            onReached: column => [keyboard.row, keyboard.column] = [line.index, column]
        }
    }
}
