pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A date, a time or both: a field for each part, and a pad for the one being given: months by name
// where the month was touched, else digits. Where two rows have no room, one is shown at a time.
AnswerControl {
    id: parts

    readonly property var rows: parts.question.rows ?? []
    readonly property string start: parts.rows[0]?.fields?.[0]?.name ?? ""
    readonly property string beginning: (parts.question.path ?? "") + " " + parts.start
    property bool naming: false
    property bool touched: false
    readonly property int active: Math.max(0, parts.rows.findIndex(row => row.fields.some(field => field.name === held.current)))
    readonly property real padLeast: Theme.roomy ? 4 * (Theme.target + Theme.mm(3)) : (Theme.compact ? digits.needed + Theme.mm(3) : 3 * (Theme.mm(16) + Theme.mm(3)))
    readonly property bool offers: parts.rows.some(row => row.fields.some(field => field.unknown !== ""))
    readonly property real aside: parts.offers || parts.beyond ? Theme.target + Theme.gap : 0
    readonly property real natural: Math.max(Theme.target, Math.round(Theme.label * 1.15 + Theme.heading * 1.25) + Theme.outline * 5)
    readonly property real shared: parts.height - parts.padLeast - parts.aside + Theme.mm(3)
    readonly property bool single: parts.naming || parts.shared / Math.max(1, parts.rows.length) - Theme.gap < Theme.target
    readonly property int shownRows: parts.single ? 1 : parts.rows.length
    readonly property real fieldHeight: Math.floor(Math.min(parts.natural, Math.max(Theme.target, parts.shared / parts.shownRows - Theme.gap)))
    readonly property real under: parts.shownRows * (parts.fieldHeight + Theme.gap)
    readonly property string other: parts.single && !parts.naming && parts.rows.length > 1 ? parts.rows[1 - parts.active].name : ""

    function reach(name: string) {
        parts.naming = parts.naming && held.current === name;
        held.fresh = held.fresh || held.current !== name;
        held.current = name;
    }

    function open(name: string) {
        parts.reach(name);
        parts.touched = true;
        held.fresh = true;
        parts.naming = name === "month";
    }

    function begin() {
        parts.open(parts.start);
        [parts.naming, parts.touched] = [false, false];
    }

    // What was wrong on the page before is none of this page's business.
    function mend() {
        if (parts.field || !parts.touched)
            parts.reach(parts.field === "half" ? "hour" : parts.field || parts.start);
    }

    function type(name: string, letter: string) {
        parts.reach(name);
        letter ? held.write(letter) : held.erase();
    }

    function turn() {
        parts.open(parts.rows[1 - parts.active].fields[0].name);
        (lines.itemAt(parts.active) as FieldRow).takeFocus(held.current);
    }

    needed: 2 * (Theme.target + Theme.gap) + digits.needed
    implicitHeight: Math.max(parts.rows.length * (parts.natural + Theme.gap) + digits.implicitHeight + (parts.offers ? Theme.target + Theme.gap : 0), monthPad.months.length ? parts.natural + Theme.gap + monthPad.implicitHeight : 0)
    onBeginningChanged: parts.begin()
    onFieldChanged: parts.mend()

    PartsEntry {
        id: held

        rows: parts.rows
        entry: parts.entry
        onChanged: changes => {
            [parts.naming, parts.touched] = [false, true];
            parts.enter(changes);
        }
    }

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
            current: held.current
            wrong: parts.field
            mirrored: parts.LayoutMirroring.enabled
            onTouched: name => parts.open(name)
            onWritten: (name, text) => parts.type(name, text)
            onHalved: half => held.give("half", half)
        }
    }

    NumberPad {
        id: digits

        y: parts.under
        width: parts.width
        height: Math.min(implicitHeight, parts.height - parts.under - parts.aside)
        visible: !parts.naming
        words: parts.words
        onTyped: digit => parts.type(held.current, digit)
        onErased: parts.type(held.current, "")
    }

    AsideRow {
        y: digits.y + digits.height + Theme.gap
        width: parts.width
        visible: !parts.naming
        first: held.part?.unknown ?? ""
        brief: parts.words["date_unknown"] ?? ""
        second: parts.other
        third: parts.beyond
        onFirstClicked: held.forget()
        onSecondClicked: parts.turn()
        onThirdClicked: parts.wentBeyond()
    }

    MonthPad {
        id: monthPad

        y: parts.under
        width: parts.width
        height: parts.height - parts.under
        visible: parts.naming
        months: parts.question.months ?? []
        chosen: Number(held.text("month"))
        words: parts.words
        aside: held.find("month")?.unknown ?? ""
        onPicked: month => {
            held.give("month", String(month));
            (lines.itemAt(0) as FieldRow).takeFocus("month");
        }
        onSetAside: held.forget()
    }
}
