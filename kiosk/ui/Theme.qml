pragma Singleton

import QtQuick

// The one place of colours and sizes. Sizes are millimetres on the panel, text grows with the panel.
// Measured: every pair of text and ground in use is at least 7:1, in both contrast themes 15:1.
QtObject {
    id: theme

    property real pxPerMm: 3.6
    property real width: 1080
    property real height: 1920
    property int step: 0
    property string theme: "light"
    property int thinnest: 2 // of an outline; more where a page is drawn smaller than it is

    // Saffron only ever means "here you are"; so it is never the colour of an action.
    readonly property var themes: ({
            "light": {
                ink: "#142229", muted: "#3d4f55", paper: "#fbf9f5", rail: "#f1ede5", card: "#ffffff",
                pine: "#0b4f4a", pinePressed: "#083b37", pineInk: "#ffffff", pineSoft: "#dcebe7",
                cover: "#0b4f4a", coverInk: "#ffffff", coverPressed: "#083b37", coverLine: "#9fc4bd",
                line: "#6f8082", hair: "#d9d6cf", track: "#d9d6cf", saffron: "#ffc53d", saffronEdge: "#142229",
                error: "#9e1b12", notice: "#fff3d1", noticeEdge: "#8a5a00"
            },
            "dark": {
                ink: "#f4f0e8", muted: "#c3cdcb", paper: "#12191c", rail: "#0c1214", card: "#1c2629",
                pine: "#8fd9cb", pinePressed: "#b9ebe1", pineInk: "#06211e", pineSoft: "#143b38",
                cover: "#0c3835", coverInk: "#f4f0e8", coverPressed: "#082724", coverLine: "#7fb5aa",
                line: "#869698", hair: "#354145", track: "#354145", saffron: "#ffc53d", saffronEdge: "#12191c",
                error: "#ffb3a6", notice: "#33290b", noticeEdge: "#e0ac3c"
            },
            "contrast": {
                ink: "#000000", muted: "#000000", paper: "#ffffff", rail: "#ffffff", card: "#ffffff",
                pine: "#00221f", pinePressed: "#000000", pineInk: "#ffffff", pineSoft: "#e6f7f3",
                cover: "#00221f", coverInk: "#ffffff", coverPressed: "#000000", coverLine: "#ffffff",
                line: "#000000", hair: "#000000", track: "#ffffff", saffron: "#ffc53d", saffronEdge: "#000000",
                error: "#4f0000", notice: "#fff6dd", noticeEdge: "#000000"
            },
            "contrast-dark": {
                ink: "#ffffff", muted: "#ffffff", paper: "#000000", rail: "#000000", card: "#000000",
                pine: "#b9fff0", pinePressed: "#ffffff", pineInk: "#000000", pineSoft: "#061a18",
                cover: "#000000", coverInk: "#ffffff", coverPressed: "#061a18", coverLine: "#ffffff",
                line: "#ffffff", hair: "#ffffff", track: "#000000", saffron: "#ffd84d", saffronEdge: "#000000",
                error: "#ffe3de", notice: "#1c1500", noticeEdge: "#ffe9a8"
            }
        })
    readonly property var tokens: theme.themes[theme.theme] ?? theme.themes["light"]
    readonly property bool contrasted: theme.theme.startsWith("contrast")

    readonly property color ink: theme.tokens.ink
    readonly property color muted: theme.tokens.muted
    readonly property color paper: theme.tokens.paper
    readonly property color rail: theme.tokens.rail
    readonly property color card: theme.tokens.card
    readonly property color pine: theme.tokens.pine
    readonly property color pinePressed: theme.tokens.pinePressed
    readonly property color pineInk: theme.tokens.pineInk
    readonly property color pineSoft: theme.tokens.pineSoft
    readonly property color cover: theme.tokens.cover
    readonly property color coverInk: theme.tokens.coverInk
    readonly property color coverPressed: theme.tokens.coverPressed
    readonly property color coverLine: theme.tokens.coverLine
    readonly property color line: theme.tokens.line
    readonly property color hair: theme.tokens.hair
    readonly property color track: theme.tokens.track
    readonly property color saffron: theme.tokens.saffron
    readonly property color saffronEdge: theme.tokens.saffronEdge
    readonly property color error: theme.tokens.error
    readonly property color notice: theme.tokens.notice
    readonly property color noticeEdge: theme.tokens.noticeEdge
    // Over a page that waits behind a dialog; in every theme darker than what lies on it.
    readonly property color shade: "#000000"

    readonly property real shortSide: Math.min(width, height)
    readonly property bool portrait: height > width * 0.9
    readonly property bool column: portrait && height > width * 1.25
    readonly property bool roomy: column ? height >= mm(260) : portrait || height >= mm(180)
    // A small upright panel: bars of one line, and the two buttons of a page beside one another.
    readonly property bool compact: column && !roomy
    readonly property bool airy: roomy && step < 2 && (!portrait || height > width * 1.4)

    // Capitals are 0.668 and small letters 0.496 of the size. 7.19 mm make capitals of 4.8 mm; large
    // text is seen at 0.7 degrees from 500 mm (9.15 mm), on a small panel held nearer its small letters
    // are 16 CSS pixels (8.54 mm); the largest is half as large again.
    readonly property real readable: mm(7.19)
    readonly property real easy: mm(shortSide < mm(160) ? 8.54 : 9.15)
    readonly property real base: Math.max(readable, shortSide * (portrait ? 0.041 : 0.036))
    readonly property real large: Math.round(Math.max(easy, base * (roomy ? 1.25 : 1.18)))
    readonly property int body: Math.ceil([base, large, large * 1.5][step])

    readonly property real smallBase: Math.max(readable, base * 0.82)
    readonly property int small: Math.round([smallBase, Math.max(easy, smallBase * 1.2), Math.max(easy, smallBase * 1.2) * (roomy ? 1.5 : 1.2)][step])
    // What a question and its hint may shrink to where there is too much to say.
    readonly property real leastHeading: [readable, easy, easy * (roomy ? 1.15 : 1)][step]
    readonly property real leastText: [readable, readable, roomy ? easy : readable][step]
    // A long stem, its question and a hint beside four answers on a low panel: all of it smaller than
    // any of it out of sight.
    readonly property real leastStem: step === 0 && !roomy ? readable * 0.72 : leastText

    // One line on a button of the least height.
    readonly property int strip: Math.min(small, Math.round(target * 0.58))
    readonly property real labelBase: Math.max(readable, base * 0.66)
    readonly property real labelLarge: Math.max(easy, labelBase * 1.14)
    readonly property int label: Math.round(roomy ? [labelBase, labelLarge, labelLarge * (portrait ? 1.5 : 1.12)][step] : labelBase * [1, 1.05, 1.1][step])
    readonly property int heading: Math.round(body * (roomy ? [1.3, 1.25, 1.12] : [1.3, 1.15, 1])[step])
    readonly property int display: Math.round(base * (portrait ? 2 : 1.6) * [1, 1.12, 1.25][step])

    readonly property int target: mm(20)
    readonly property int gap: Math.max(mm(3), Math.round(shortSide * 0.018))
    readonly property int margin: Math.max(mm(4.5), Math.round(shortSide * (roomy ? 0.042 : 0.033)))
    readonly property int row: Math.max(target, Math.round(base * (portrait && roomy ? 3 : 2.7)))
    // One answer's card leaves room for the button to the next, under whatever stands above it.
    readonly property int tallestCard: Math.round(height * (column ? 0.2 : portrait ? 0.42 : 0.5))
    readonly property int radius: Math.round(shortSide * 0.02)
    readonly property int outline: Math.max(thinnest, Math.round(shortSide * (contrasted ? 0.004 : 0.0028)))
    readonly property int icon: Math.round(base * 1.05)

    readonly property int railWidth: Math.max(mm(26), Math.round(Math.min(label * 5.2, width * 0.155)))
    readonly property int railPlace: Math.max(target, roomy ? icon + Math.round(label * 1.3 + gap * (step < 2 ? 1 : 0.75)) : 0)
    // The two quiet controls at the foot of the rail, where it has room for them below the six.
    readonly property real railQuiet: railPlace + label * (step < 2 ? 1.5 : 1.2)
    readonly property bool low: !portrait && (!roomy || 6 * railPlace + 2 * railQuiet + 7 * mm(3) + margin * 1.2 > height)
    readonly property int barHeight: compact ? target : Math.max(target, icon + Math.round(label * 3.4) + gap)
    readonly property int topHeight: compact ? target : Math.max(target, icon + Math.round(label * 1.3) + gap)

    function mm(length: real): int {
        return Math.ceil(length * pxPerMm - 0.001);
    }

    function hex(colour: color): string {
        return colour.toString().slice(-6);
    }
}
