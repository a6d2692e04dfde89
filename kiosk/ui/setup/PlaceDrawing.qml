import QtQuick
import kiosk.ui

// A simple drawing of one thing to look at where the kiosk stands: side view, floor at the foot.
Item {
    id: drawing

    required property string what
    readonly property real unit: drawing.height / 20
    readonly property bool above: drawing.what === "privacy" || drawing.what === "floor"

    component Piece: Rectangle {
        color: Theme.pine
    }

    // The floor, or from above the clear space before the screen.
    Piece {
        visible: !drawing.above
        y: 19 * drawing.unit
        width: parent.width
        height: drawing.unit
        color: Theme.line
    }

    Rectangle {
        visible: drawing.above
        x: 4 * drawing.unit
        y: 4 * drawing.unit
        width: 12 * drawing.unit
        height: 16 * drawing.unit
        color: Theme.pineSoft
        border.width: drawing.what === "floor" ? 2 : 0
        border.color: Theme.pine
    }

    // The screen.
    Piece {
        x: drawing.above ? 5 * drawing.unit : 13 * drawing.unit
        y: drawing.above ? 0 : 6 * drawing.unit
        width: drawing.above ? 10 * drawing.unit : 2 * drawing.unit
        height: drawing.above ? 2 * drawing.unit : 8 * drawing.unit
        color: Theme.ink
    }

    Piece {
        visible: !drawing.above
        x: 13.6 * drawing.unit
        y: 14 * drawing.unit
        width: 0.8 * drawing.unit
        height: 5 * drawing.unit
        color: Theme.ink
    }

    // Who uses it: a head, and shoulders.
    Rectangle {
        x: drawing.above ? 8 * drawing.unit : 3 * drawing.unit
        y: drawing.above ? 8 * drawing.unit : drawing.what === "height" ? 2 * drawing.unit : 7 * drawing.unit
        width: 4 * drawing.unit
        height: width
        radius: width / 2
        color: Theme.pine
    }

    Rectangle {
        visible: !drawing.above
        x: 3.4 * drawing.unit
        y: drawing.what === "height" ? 6.4 * drawing.unit : 11.4 * drawing.unit
        width: 3.2 * drawing.unit
        height: 19 * drawing.unit - y
        radius: width / 3
        color: Theme.pine
    }

    // What it is about: a line of sight, a plug, a raised mark, somebody who waits.
    Rectangle {
        visible: drawing.what === "eyes" || drawing.what === "height"
        x: 8 * drawing.unit
        y: drawing.what === "eyes" ? 9 * drawing.unit : 6 * drawing.unit
        width: drawing.what === "eyes" ? 4.5 * drawing.unit : 0.6 * drawing.unit
        height: drawing.what === "eyes" ? 0.6 * drawing.unit : 12.4 * drawing.unit
        color: Theme.saffron
        border.width: 1
        border.color: Theme.saffronEdge
    }

    Rectangle {
        visible: ["headset", "mark", "privacy"].includes(drawing.what)
        x: drawing.what === "privacy" ? 14 * drawing.unit : 15.4 * drawing.unit
        y: drawing.what === "privacy" ? 15 * drawing.unit : drawing.what === "mark" ? 12 * drawing.unit : 14 * drawing.unit
        width: (drawing.what === "privacy" ? 4 : 2.6) * drawing.unit
        height: width
        radius: drawing.what === "mark" ? 1 : width / 2
        color: Theme.saffron
        border.width: 1
        border.color: Theme.saffronEdge
    }
}
