pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A form's text with its marks: headings, lists, bold words. A screen reader hears it as one text.
// Without marks, which is usual, it is one plain text.
Item {
    id: marked

    property string text: ""
    property var blocks: []
    property color ink: Theme.ink
    property int size: Theme.body
    property int weight: Font.Normal
    property bool said: true
    property real lineHeight: 0.96
    readonly property bool plain: marked.blocks.length === 0

    // Its height at once, without waiting for the next frame.
    function settle() {
        for (let i = 0; i < rows.count; i++)
            (rows.itemAt(i) as MarkedLine)?.settle();
        lines.forceLayout();
    }

    // Where its lines end, from its top.
    function lineEnds(): var {
        const marks = Array.from({length: rows.count}, (_, i) => rows.itemAt(i) as MarkedLine).filter(line => line);
        return marked.plain ? (whole.text ? whole.lineEnds() : []) : marks.reduce((all, line) => all.concat(line.lineEnds().map(end => line.y + end)), []);
    }

    implicitHeight: marked.plain ? whole.implicitHeight : lines.implicitHeight

    PlainText {
        id: whole

        width: parent.width
        visible: marked.plain
        text: marked.plain ? marked.text : ""
        color: marked.ink
        font.pixelSize: marked.size
        font.weight: marked.weight
        lineHeight: marked.lineHeight
        Accessible.ignored: !marked.said || text === ""
    }

    Column {
        id: lines

        width: parent.width
        visible: !marked.plain
        spacing: marked.size * 0.3
        Accessible.role: Accessible.StaticText
        Accessible.name: marked.text
        Accessible.ignored: !marked.said || marked.plain

        Repeater {
            id: rows

            model: marked.blocks

            MarkedLine {
                required property var modelData

                width: lines.width
                line: modelData
                size: marked.size
                ink: marked.ink
                weight: marked.weight
                lineHeight: marked.lineHeight
            }
        }
    }
}
