pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A date, a time or both: a field for each part, and under them a pad for the part that is being
// given: the months by name where the month was touched, else digits. Nothing jumps to the next
// field by itself. Where there is no room for two rows of fields, one is shown at a time.
AnswerControl {
    id: parts

    readonly property string noughts: "0\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810\uff10"
    readonly property var rows: parts.question.rows ?? []
    readonly property string start: parts.rows[0]?.fields[0].name ?? ""
    property string current: ""
    property bool naming: false
    property bool fresh: true
    readonly property var part: parts.find(parts.current)
    readonly property int active: Math.max(0, parts.rows.findIndex(row => row.fields.some(field => field.name === parts.current)))
    readonly property string aside: parts.part?.unknown ?? ""
    readonly property real padLeast: Theme.roomy ? 4 * (Theme.target + Theme.mm(3)) : 3 * (Theme.mm(16) + Theme.mm(3))
    readonly property bool offers: parts.rows.some(row => row.fields.some(field => field.unknown !== ""))
    readonly property real natural: Math.max(Theme.target, Math.round(Theme.label * 1.15 + Theme.heading * 1.25) + Theme.outline * 5)
    readonly property real shared: parts.height - parts.padLeast - (parts.offers ? Theme.target + Theme.gap : 0) + Theme.mm(3)
    readonly property bool single: parts.naming || parts.shared / Math.max(1, parts.rows.length) - Theme.gap < Theme.target
    readonly property int shownRows: parts.single ? 1 : parts.rows.length
    readonly property real fieldHeight: Math.floor(Math.min(parts.natural, Math.max(Theme.target, parts.shared / Math.max(1, parts.shownRows) - Theme.gap)))
    readonly property real under: parts.shownRows * (parts.fieldHeight + Theme.gap)
    readonly property string other: parts.single && !parts.naming && parts.rows.length > 1 ? parts.rows[1 - parts.active].name : ""
    readonly property real digitsWanted: parts.rows.length * (parts.natural + Theme.gap) + digits.implicitHeight + (parts.offers ? Theme.target + Theme.gap : 0)
    readonly property bool mirrored: parts.LayoutMirroring.enabled

    function find(name: string): var {
        return parts.rows.map(row => row.fields.find(field => field.name === name)).find(field => field);
    }

    function text(name: string): string {
        return parts.entry[name] ?? "";
    }

    function give(name: string, text: string) {
        const wakes = parts.find(name)?.wakes ?? [];
        const unknown = (parts.entry.unknown ?? []).filter(other => !wakes.includes(other));
        parts.enter({[name]: text, unknown: unknown});
    }

    // The digits of a script follow its nought.
    function plain(letter: string): string {
        const code = letter.charCodeAt(0);
        const nought = Array.from(parts.noughts).map(sign => sign.charCodeAt(0)).find(zero => code >= zero && code <= zero + 9);
        return nought === undefined ? letter : String(code - nought);
    }

    // A field that is full begins anew when it is come back to.
    function write(typed: string) {
        const letter = parts.plain(typed), name = parts.current, old = parts.text(name), word = /[^0-9]/;
        const most = name === "month" && word.test(old + letter) ? 12 : parts.part?.length ?? 0;
        if (word.test(letter) && name !== "month")
            return;
        if (old && word.test(old) !== word.test(letter) || parts.fresh && old.length >= most)
            parts.give(name, letter);
        else if (old.length < most)
            parts.give(name, old + letter);
        parts.fresh = false;
    }

    function erase() {
        parts.give(parts.current, parts.text(parts.current).slice(0, -1));
        parts.fresh = false;
    }

    function forget() {
        const drops = parts.part?.drops ?? [];
        const unknown = (parts.entry.unknown ?? []).filter(name => !drops.includes(name)).concat(drops);
        parts.naming = false;
        parts.enter(drops.reduce((changes, name) => Object.assign(changes, {[name]: ""}), {unknown: unknown}));
    }

    function reach(name: string) {
        if (parts.current !== name) {
            parts.current = name;
            parts.naming = false;
            parts.fresh = true;
        }
    }

    function open(name: string) {
        parts.reach(name);
        parts.fresh = true;
        parts.naming = name === "month";
    }

    implicitHeight: Math.max(parts.digitsWanted, monthPad.months.length ? parts.natural + Theme.gap + monthPad.implicitHeight : 0)
    onStartChanged: parts.reach(parts.start)
    onFieldChanged: if (parts.field) parts.reach(parts.field === "half" ? "hour" : parts.field)

    Repeater {
        id: lines

        model: parts.rows

        FieldRow {
            id: line

            required property var modelData
            required property int index

            visible: !parts.single || line.index === parts.active
            y: parts.single ? 0 : line.index * (parts.fieldHeight + Theme.gap)
            width: parts.width
            height: parts.fieldHeight
            view: line.modelData
            entry: parts.entry
            words: parts.words
            months: parts.question.months ?? []
            current: parts.current
            wrong: parts.field
            mirrored: parts.mirrored
            onTouched: name => parts.open(name)
            onReached: name => parts.reach(name)
            onWritten: (name, text) => {
                parts.reach(name);
                parts.naming = false;
                parts.write(text);
            }
            onErased: name => {
                parts.reach(name);
                parts.erase();
            }
            onHalved: half => parts.give("half", half)
            onWentDown: parts.naming ? monthPad.takeFocus() : digits.go(0, 0)
        }
    }

    NumberPad {
        id: digits

        y: parts.under
        width: parts.width
        height: Math.min(implicitHeight, parts.height - parts.under - (parts.offers ? Theme.target + Theme.gap : 0))
        visible: !parts.naming
        words: parts.words
        onTyped: digit => parts.write(digit)
        onErased: parts.erase()
    }

    Row {
        id: bottom

        readonly property real part: aside.visible && turn.visible ? (parts.width - Theme.gap) / 2 : parts.width

        y: digits.y + digits.height + Theme.gap
        visible: !parts.naming
        spacing: Theme.gap

        AsideButton {
            id: aside

            visible: parts.aside !== ""
            width: bottom.part
            height: Theme.target
            label: parts.aside
            shown: turn.visible ? parts.words["date_unknown"] ?? "" : label
            onClicked: parts.forget()
        }

        AsideButton {
            id: turn

            visible: parts.other !== ""
            width: bottom.part
            height: Theme.target
            label: parts.other
            onClicked: {
                const row = 1 - parts.active;
                parts.open(parts.rows[row].fields[0].name);
                (lines.itemAt(row) as FieldRow).takeFocus(parts.current);
            }
        }
    }

    MonthPad {
        id: monthPad

        y: parts.under
        width: parts.width
        height: parts.height - parts.under
        visible: parts.naming
        months: parts.question.months ?? []
        chosen: Number(parts.text("month"))
        words: parts.words
        aside: parts.find("month")?.unknown ?? ""
        onPicked: month => {
            parts.give("month", String(month));
            parts.naming = false;
            (lines.itemAt(0) as FieldRow).takeFocus("month");
        }
        onSetAside: parts.forget()
    }
}
