import QtQuick
import kiosk.ui

// Stem, question and hint. Where they do not fit they are drawn smaller, but never smaller than the
// text size that was chosen allows; where even that is too large, the rest is one touch away.
Item {
    id: block

    property string section: ""
    property string text: ""
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
    property real size: Theme.heading
    property bool takesFocus: true
    property string moreLabel: ""
    property real fit: 1
    readonly property real wanted: stem.room + heading.room + marked.room + under.room + wrong.room
    readonly property bool overflows: block.height > 0 && block.wanted > block.height + 1
    property real shift: 0
    readonly property real headingSize: Math.max(Math.min(block.size, Theme.leastHeading), block.size * block.fit)
    readonly property real textSize: Math.max(Theme.leastText, Theme.small * Math.min(1, block.fit * 1.25))
    readonly property real seen: block.overflows ? Math.max(0, block.height - more.height - Theme.gap / 2) : block.height
    property bool fitting: false
    property real natural: 0 // what it takes at full size; a page divides its room by it

    // Marked texts are laid out at once; else they would change with the next frame, and all begin anew.
    function draw(fit: real) {
        block.fit = fit;
        [stem, marked, under].forEach(text => text.settle());
    }

    function shrink() {
        while (block.wanted > block.height && block.fit > 0.4)
            block.draw(block.fit - 0.04);
    }

    // Guarded, for what it changes would call it again.
    function refit() {
        [block.fitting, block.shift] = [true, 0];
        block.draw(1);
        block.natural = block.wanted;
        block.shrink();
        block.fitting = false;
    }

    function turn() {
        const next = block.shift + block.seen - block.headingSize * 1.3;
        block.shift = next >= block.wanted ? 0 : next;
    }

    implicitHeight: block.natural
    onHeightChanged: later.restart()
    onWantedChanged: if (!block.fitting) later.restart()
    onTextChanged: later.restart()
    onProblemChanged: Qt.callLater(wrong.takeFocus)
    // A timer, for it goes with its page; a call put off would come to a page that is gone.
    Timer { id: later; interval: 0; onTriggered: block.refit() }

    Item {
        width: parent.width
        height: block.seen
        clip: block.overflows

        // On top, so that it is seen without reading on, however long the question is.
        ProblemText {
            id: wrong

            readonly property real room: block.problem ? implicitHeight + Theme.gap * 1.4 : 0

            width: parent.width
            y: -block.shift
            visible: block.problem !== ""
            title: block.problemTitle
            prefix: block.errorPrefix
            text: block.problem
            size: block.textSize
        }

        MarkedText {
            id: stem

            readonly property real room: text ? implicitHeight + Theme.gap * 0.8 : 0

            width: parent.width
            y: wrong.y + wrong.room
            text: block.section
            blocks: block.sectionBlocks
            ink: block.softInk
            lineHeight: Theme.roomy ? 0.96 : 0.9
            size: block.textSize
        }

        Heading {
            id: heading

            readonly property string before: block.problem ? block.errorPrefix + " " : ""
            readonly property real room: text ? implicitHeight : 0

            width: parent.width
            height: Math.max(1, room + marked.room)
            y: stem.y + stem.room
            about: block.text
            takesFocus: block.takesFocus
            text: heading.before + (marked.visible ? "" : block.text)
            color: block.ink
            size: block.headingSize
            Accessible.name: heading.before + block.text
            Accessible.ignored: block.text === ""
        }

        MarkedText {
            id: marked

            readonly property real room: visible ? implicitHeight : 0

            width: parent.width
            y: heading.y + heading.room
            visible: block.textBlocks.length > 0
            said: false
            text: block.text
            blocks: block.textBlocks
            ink: block.ink
            size: block.headingSize
            weight: Font.DemiBold
            lineHeight: 0.9
        }

        MarkedText {
            id: under

            readonly property real apart: Math.max(Theme.gap * 0.6, block.headingSize * 0.3)
            readonly property real room: text ? implicitHeight + apart : 0

            width: parent.width
            y: heading.y + heading.height + apart
            text: block.hint
            blocks: block.hintBlocks
            ink: block.softInk
            lineHeight: Theme.roomy ? 0.96 : 0.9
            size: block.textSize
        }
    }

    BigButton {
        id: more
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        visible: block.overflows
        implicitHeight: Theme.target
        label: block.moreLabel
        sign: "more"
        textSize: Theme.strip
        onClicked: block.turn()
    }
}
