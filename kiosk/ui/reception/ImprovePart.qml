import QtQuick
import QtQuick.Window
import kiosk.ui.reception.controls

// A part of the page Improve, that can say with how little height it can still be used.
FocusScope {
    id: part

    property real least: 9 * Desk.row
    readonly property real seen: part.Window.window?.height ?? 0
    // Where there is little room the page has no scroll but its own.
    readonly property bool cramped: part.seen < 14 * Desk.row
    // Some rows of a table, all of them in sight at once.
    readonly property real fewRows: Math.min(6 * Desk.row, part.seen - 4 * Desk.gap)
}
