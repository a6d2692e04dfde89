import QtQuick

// The heading of a page, with the marks that a form gives it.
Heading {
    id: heading

    property string words: ""
    property string place: "" // two questions may have the same words
    property string before: ""
    property var blocks: []
    readonly property bool marked: heading.blocks.length > 0
    readonly property real above: heading.text ? heading.implicitHeight : 0
    readonly property real space: heading.above + (heading.marked ? marks.implicitHeight : 0)

    // Its height at once, without waiting for the next frame.
    function settle() {
        marks.settle();
    }

    // Where its lines end, from its top.
    function allEnds(): var {
        return (heading.text ? heading.lineEnds() : []).concat(heading.marked ? marks.lineEnds().map(end => heading.above + end) : []);
    }

    height: Math.max(1, heading.space)
    about: heading.place + " " + heading.words
    text: heading.before + (heading.marked ? "" : heading.words)
    Accessible.name: heading.before + heading.words
    Accessible.ignored: heading.words === ""

    MarkedText {
        id: marks

        y: heading.above
        width: parent.width
        visible: heading.marked
        said: false
        text: heading.words
        blocks: heading.blocks
        ink: heading.color
        size: heading.size
        weight: Font.DemiBold
        lineHeight: 0.9
    }
}
