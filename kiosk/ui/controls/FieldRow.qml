pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The fields of a date or of a time beside one another, and the halves of the day.
Item {
    id: row

    property var view: ({})
    property var entry: ({})
    property var words: ({})
    property var months: []
    property string current: ""
    property string wrong: ""
    property bool mirrored: false
    readonly property var fields: row.view.fields ?? []
    readonly property var halves: row.view.halves ?? []
    readonly property var places: (row.mirrored ? row.view.rightToLeft : row.view.leftToRight) ?? []
    readonly property real weights: row.fields.reduce((sum, field) => sum + field.weight, 0)
    readonly property real halfWidth: Math.max(Theme.target, Math.min(Theme.row, row.width / 4 - Theme.gap))
    readonly property real room: row.width - row.halves.length * (row.halfWidth + Theme.gap) - (row.fields.length - 1) * Theme.gap

    signal touched(string name)
    signal written(string name, string text)
    signal halved(string half)

    function widthOf(name: string): real {
        const field = row.fields.find(field => field.name === name);
        return field ? row.room * field.weight / row.weights : row.halfWidth;
    }

    function startOf(name: string): real {
        const before = row.places.slice(0, row.places.indexOf(name));
        return before.reduce((sum, other) => sum + row.widthOf(other) + Theme.gap, 0);
    }

    function shown(name: string): string {
        const text = row.entry[name] ?? "";
        const month = name === "month" ? row.months[Number(text) - 1] : undefined;
        return (row.entry.unknown ?? []).includes(name) ? "?" : month ?? Said.figures(row.words, text);
    }

    function takeFocus(name: string) {
        boxes.itemAt(row.fields.findIndex(field => field.name === name))?.forceActiveFocus(Qt.TabFocusReason);
    }

    function step(name: string, by: int) {
        const to = row.places[row.places.indexOf(name) + by] ?? name;
        const half = row.halves.findIndex(half => half.value === to);
        const item = half >= 0 ? sides.itemAt(half) : boxes.itemAt(row.fields.findIndex(field => field.name === to));
        item.forceActiveFocus(Qt.TabFocusReason);
    }

    // Whether a key was one for a field: a digit or letter, or one that takes it back ("").
    function read(name: string, event: var): bool {
        const back = event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete;
        const sign = /^[^\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]$/.test(event.text);
        if (back || sign)
            row.written(name, back ? "" : event.text);
        return back || sign;
    }

    Repeater {
        id: boxes

        model: row.fields

        NumberField {
            id: box

            required property var modelData
            readonly property string name: box.modelData.name

            x: row.startOf(box.name)
            width: row.widthOf(box.name)
            height: row.height
            label: box.modelData.label
            brief: box.modelData.brief
            shown: row.shown(box.name)
            empty: row.words["date_empty"] ?? ""
            current: row.current === box.name
            wrong: row.wrong === box.name
            onClicked: row.touched(box.name)
            Keys.onLeftPressed: row.step(box.name, -1)
            Keys.onRightPressed: row.step(box.name, 1)
            Keys.onPressed: event => event.accepted = row.read(box.name, event)
        }
    }

    Repeater {
        id: sides

        model: row.halves

        HalfButton {
            id: side

            required property var modelData
            required property int index

            x: row.startOf(side.modelData.value)
            width: row.halfWidth
            height: row.height
            label: side.modelData.label
            chosen: row.entry.half === side.modelData.value
            wrong: row.wrong === "half"
            focusPolicy: side.chosen || (!row.entry.half && side.index === 0) ? Qt.StrongFocus : Qt.ClickFocus
            onClicked: row.halved(side.modelData.value)
            Keys.onLeftPressed: row.step(side.modelData.value, -1)
            Keys.onRightPressed: row.step(side.modelData.value, 1)
        }
    }
}
