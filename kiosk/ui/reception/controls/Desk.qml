pragma Singleton

import QtQuick

// Sizes of the desk's window, for mouse and keyboard: pixels at 100 %, all of it grows with the text.
QtObject {
    id: desk

    property real scale: 1.0
    // So much of the window's foot is covered by an on-screen keyboard.
    property real below: 0
    // Fingers rather than a mouse: a second touch of a row opens it.
    property bool touch: false

    readonly property int text: Math.round(17 * desk.scale)
    readonly property int small: Math.round(15 * desk.scale)
    readonly property int title: Math.round(32 * Math.min(desk.scale, 1.4))
    readonly property int code: Math.round(19 * desk.scale)
    readonly property int row: Math.max(44, Math.round(46 * desk.scale))
    readonly property int gap: Math.round(12 * Math.min(desk.scale, 1.5))
    readonly property int margin: Math.round(32 * Math.min(desk.scale, 1.25))
    readonly property int radius: 8
    readonly property int outline: 2
    readonly property int rail: Math.round(216 * Math.min(desk.scale, 1.35))
    // Below such a width the rail shows less, and columns that matter least give way.
    readonly property int narrow: Math.round(1000 * desk.scale)
}
