import QtQuick
import kiosk.ui

// How large the keys of a keyboard are and how its rows lie: the same from face to face; a row too
// long for a panel becomes two.
QtObject {
    id: plan

    // One language's keyboards, as kiosk/ui/keyboards.py reads them, and the faces of one of them.
    property var keys: ({})
    property var faces: ({})
    property real width: 0
    property real room: 0
    readonly property var all: Object.keys(plan.faces).map(face => plan.fold(plan.faces[face]))
    readonly property real gap: Theme.mm(3)
    readonly property real most: Math.floor(2 * (plan.width + plan.gap) / (Theme.mm(16) + plan.gap)) / 2
    readonly property real widest: Math.max(1, ...plan.all.map(rows => Math.max(...rows.map(row => plan.units(row)))))
    readonly property int tallest: Math.max(1, ...plan.all.map(rows => rows.length))
    readonly property real unit: Math.min(Theme.mm(30), Math.floor((plan.width + plan.gap) / plan.widest - plan.gap))
    readonly property real keyHeight: Math.max(Theme.mm(16), Math.min(Theme.mm(26), Math.floor((plan.room + plan.gap) / plan.tallest - plan.gap)))
    // Few keys beside one another are a pad, whose columns stand below one another.
    readonly property bool pad: plan.widest < 7

    function split(row: var): var {
        const half = Math.ceil(row.length / 2);
        const fits = plan.units(row) <= plan.most || row.length < 2;
        return fits ? [row] : plan.split(row.slice(0, half)).concat(plan.split(row.slice(half)));
    }

    function fold(rows: var): var {
        return rows.reduce((lines, row) => lines.concat(plan.split(row)), []);
    }

    function isWide(key: string): bool {
        return key in (plan.keys["widths"] ?? {});
    }

    function widthIn(row: var, key: string): real {
        const beside = row.indexOf("{space}") < 0 ? {} : plan.keys["besideSpace"] ?? {};
        return beside[key] ?? plan.keys["widths"]?.[key] ?? 1;
    }

    function units(row: var): real {
        return row.reduce((sum, key) => sum + plan.widthIn(row, key), 0);
    }

    function span(units: real): real {
        return units * (plan.unit + plan.gap) - plan.gap;
    }

    function spanOf(key: string, row: var): real {
        const last = plan.pad && !row.includes("{space}") && key === row[row.length - 1];
        const spare = key === "{space}" || last ? plan.widest - plan.units(row) : 0;
        return plan.span(plan.widthIn(row, key) + spare);
    }
}
