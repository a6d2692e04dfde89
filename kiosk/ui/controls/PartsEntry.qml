import QtQuick

// What is written into the fields of a date or time: which field is being given, and what a digit,
// a letter or a key does to it.
QtObject {
    id: held

    property var rows: []
    property var entry: ({})
    property string current: ""
    property bool fresh: true
    readonly property var part: held.find(held.current)
    readonly property string noughts: "0\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810\uff10"

    signal changed(var changes)

    function find(name: string): var {
        return held.rows.map(row => row.fields.find(field => field.name === name)).find(field => field);
    }

    function text(name: string): string {
        return held.entry[name] ?? "";
    }

    function give(name: string, text: string) {
        const wakes = held.find(name)?.wakes ?? held.rows[held.rows.length - 1].fields[0].wakes;
        const unknown = (held.entry.unknown ?? []).filter(other => !wakes.includes(other));
        held.changed({[name]: text, unknown: unknown});
    }

    // The digits of a script follow its nought.
    function plain(letter: string): string {
        const code = letter.charCodeAt(0);
        const nought = Array.from(held.noughts).map(sign => sign.charCodeAt(0)).find(zero => code >= zero && code <= zero + 9);
        return nought === undefined ? letter : String(code - nought);
    }

    // The name of a month may be written; a number and a name don't mix.
    function write(typed: string) {
        const letter = held.plain(typed), old = held.text(held.current), word = /[^0-9]/;
        const most = held.current === "month" && word.test(letter) ? 12 : word.test(letter) ? 0 : held.part?.length ?? 0;
        const mixed = old !== "" && word.test(old) !== word.test(letter);
        if (most > 0)
            held.put(letter, old, most, mixed);
    }

    // A field that is full begins anew when it is come back to.
    function put(letter: string, old: string, most: int, anew: bool) {
        const again = anew || held.fresh && old.length >= most;
        if (again || old.length < most)
            held.give(held.current, again ? letter : old + letter);
        held.fresh = false;
    }

    function erase() {
        held.give(held.current, held.text(held.current).slice(0, -1));
        held.fresh = false;
    }

    // The patient doesn't know it.
    function forget() {
        const drops = held.part?.drops ?? [];
        const unknown = (held.entry.unknown ?? []).filter(name => !drops.includes(name)).concat(drops);
        held.changed(drops.reduce((changes, name) => Object.assign(changes, {[name]: ""}), {unknown: unknown}));
    }
}
