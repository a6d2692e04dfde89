pragma Singleton

import QtQuick

// The one place of colours and sizes. Sizes are millimetres on the panel, text grows with the panel.
// Measured: every pair of text and ground is at least 7:1, in strong contrast at least 15:1.
QtObject {
    id: theme

    property real pxPerMm: 3.6
    property real width: 1080
    property real height: 1920
    property int step: 0
    property bool strong: false

    readonly property color ink: strong ? "#000000" : "#17262e"
    readonly property color muted: strong ? "#000000" : "#42545a"
    readonly property color paper: strong ? "#ffffff" : "#fbf9f5"
    readonly property color rail: strong ? "#ffffff" : "#f1ede5"
    readonly property color card: "#ffffff"
    readonly property color pine: strong ? "#00221f" : "#0b4f4a"
    readonly property color pinePressed: strong ? "#000000" : "#083b37"
    readonly property color pineSoft: strong ? "#e6f7f3" : "#dcebe7"
    readonly property color line: strong ? "#000000" : "#7a8a8c"
    readonly property color hair: strong ? "#000000" : "#d9d6cf"
    readonly property color saffron: "#ffc53d"
    readonly property color error: strong ? "#4f0000" : "#9e1b12"
    readonly property color pineInk: "#ffffff"

    readonly property real shortSide: Math.min(width, height)
    readonly property bool portrait: height > width
    readonly property bool roomy: portrait || height >= mm(180)

    // A low panel has room for less growth; what does not fit is paged.
    readonly property real grown: (roomy ? [1, 1.25, 1.6] : [1, 1.18, 1.4])[step]
    readonly property real grownLabel: (roomy ? [1, 1.12, 1.25] : [1, 1.05, 1.1])[step]
    readonly property real base: Math.max(mm(7.2), shortSide * (portrait ? 0.041 : 0.036))
    readonly property int body: Math.round(base * grown)

    // Capitals are two thirds of the size: 7.2 mm make 4.8 mm, reached where there is room for it.
    readonly property real readable: Math.min(1, mm(7.2) / base)
    readonly property int small: Math.round(base * Math.max(0.82, Math.min(roomy ? 0.92 : 0.86, readable)) * grown)
    readonly property int label: Math.round(base * Math.max(0.66, Math.min(roomy ? 0.8 : 0.72, readable)) * grownLabel)
    readonly property int heading: Math.round(base * 1.3 * grown)
    readonly property int display: Math.round(base * (portrait ? 2 : 1.6) * grownLabel)

    readonly property int target: mm(20)
    readonly property int gap: Math.max(mm(3), Math.round(shortSide * 0.018))
    readonly property int margin: Math.max(mm(4.5), Math.round(shortSide * 0.042))
    readonly property int row: Math.max(target, Math.round(base * (portrait ? 3 : 2.7)))
    readonly property int radius: Math.round(shortSide * 0.02)
    readonly property int outline: Math.max(2, Math.round(shortSide * 0.0028))
    readonly property int icon: Math.round(base * 1.05)

    readonly property int railWidth: Math.max(mm(26), Math.round((roomy ? label : base * 0.66) * 6.4))
    readonly property int barHeight: Math.max(target, icon + Math.round(label * 3.4) + gap)
    readonly property int topHeight: Math.max(target, icon + Math.round(label * 2.3) + gap)

    function mm(length: real): int {
        return Math.ceil(length * pxPerMm - 0.001);
    }

    function hex(colour: color): string {
        return colour.toString().slice(-6);
    }
}
