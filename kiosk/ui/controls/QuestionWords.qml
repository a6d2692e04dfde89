import QtQuick
import kiosk.ui

// Problem, stem, question and hint below one another, at the sizes they are given.
Item {
    id: says

    property string section: ""
    property string text: ""
    property string place: ""
    property string hint: ""
    // The same with their marks; [] for what is plain.
    property var sectionBlocks: []
    property var textBlocks: []
    property var hintBlocks: []
    property string problem: ""
    property string problemTitle: ""
    property string errorPrefix: ""
    property color ink: Theme.ink
    property color softInk: Theme.muted
    property real headingSize: Theme.heading
    property real textSize: Theme.small
    property bool takesFocus: true
    readonly property real wanted: wrong.room + stem.room + (says.text ? heading.space : 0) + under.room

    // Marked texts are laid out at once; else they would change with the next frame.
    function settle() {
        stem.settle();
        heading.settle();
        under.settle();
    }

    // Where its lines end, from the top.
    function lineEnds(): var {
        const [first, second, third, last] = [wrong.room ? wrong.lineEnds() : [], stem.lineEnds(), says.text ? heading.allEnds() : [], under.lineEnds()];
        return [...first, ...second.map(end => stem.y + end), ...third.map(end => heading.y + end), ...last.map(end => under.y + end)];
    }

    // The last line that ends no lower than that; 0 where none does.
    function endBefore(bottom: real): real {
        return Math.max(0, ...says.lineEnds().filter(end => end <= bottom));
    }

    // Where to begin so that all of the question is seen in that room, or its beginning.
    function beginning(room: real): real {
        const least = heading.y + heading.height - room;
        return least <= 0 ? 0 : Math.min(heading.y, ...says.lineEnds().filter(end => end >= least));
    }

    // On top, so that it is seen without reading on, however long the question is.
    Timer {
        id: soon

        interval: 0
        onTriggered: wrong.takeFocus()
    }

    ProblemText {
        id: wrong

        readonly property real room: says.problem ? implicitHeight + Theme.gap * 1.4 : 0

        width: parent.width
        visible: says.problem !== ""
        title: says.problemTitle
        prefix: says.errorPrefix
        text: says.problem
        size: says.textSize
    }

    MarkedText {
        id: stem

        readonly property real room: text ? implicitHeight + Theme.gap * 0.8 : 0

        width: parent.width
        y: wrong.room
        text: says.section
        blocks: says.sectionBlocks
        ink: says.softInk
        lineHeight: Theme.roomy ? 0.96 : 0.9
        size: says.textSize
    }

    MarkedHeading {
        id: heading

        width: parent.width
        y: stem.y + stem.room
        before: says.problem ? says.errorPrefix + " " : ""
        words: says.text
        place: says.place
        blocks: says.textBlocks
        takesFocus: says.takesFocus
        color: says.ink
        size: says.headingSize
        // A screen reader begins here: with it, it says what stands before and after.
        Accessible.description: [says.section, says.hint].filter(text => text).join("\n")
    }

    MarkedText {
        id: under

        readonly property real apart: Math.max(Theme.gap * 0.6, says.headingSize * 0.3)
        readonly property real room: text ? implicitHeight + apart : 0

        width: parent.width
        y: heading.y + heading.height + apart
        text: says.hint
        blocks: says.hintBlocks
        ink: says.softInk
        lineHeight: Theme.roomy ? 0.96 : 0.9
        size: says.textSize
    }

    onProblemChanged: soon.restart()
}
