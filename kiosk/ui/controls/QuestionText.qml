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
    property bool centred: false
    property bool takesFocus: true
    property string moreLabel: ""
    property real fit: 1
    readonly property real wanted: stem.room + heading.room + marked.room + under.room + wrong.room
    readonly property bool overflows: block.height > 0 && block.wanted > block.height + 1
    property real shift: 0
    readonly property bool low: !Theme.roomy
    readonly property real leastHeading: [Theme.readable, Theme.easy, Theme.easy * (block.low ? 1 : 1.15)][Theme.step]
    readonly property real leastText: [Theme.readable * (block.low ? 0.72 : 0.9), Theme.readable, block.low ? Theme.readable : Theme.easy][Theme.step]
    readonly property real headingSize: Math.max(Math.min(block.size, block.leastHeading), block.size * block.fit)
    readonly property real textSize: Math.max(block.leastText, Theme.small * block.fit)
    readonly property real seen: block.overflows ? Math.max(0, block.height - more.height - Theme.gap / 2) : block.height

    // What the block takes at full size; a page divides its room by it.
    property real natural: 0

    function refit() {
        block.fit = 1;
        block.shift = 0;
        block.natural = block.wanted;
        while (block.wanted > block.height && block.fit > 0.4)
            block.fit -= 0.04;
    }

    function turn() {
        const step = block.seen - block.headingSize * 1.3;
        block.shift = block.shift + step >= block.wanted ? 0 : block.shift + step;
    }

    implicitHeight: block.natural
    onHeightChanged: Qt.callLater(block.refit)
    onWidthChanged: Qt.callLater(block.refit)
    onTextChanged: Qt.callLater(block.refit)
    onProblemChanged: {
        Qt.callLater(block.refit);
        Qt.callLater(wrong.takeFocus);
    }
    onSectionChanged: Qt.callLater(block.refit)
    onHintChanged: Qt.callLater(block.refit)
    onHintBlocksChanged: Qt.callLater(block.refit)
    Component.onCompleted: block.refit()

    Connections {
        target: Theme

        function onBodyChanged() {
            Qt.callLater(block.refit);
        }
    }

    Item {
        width: parent.width
        height: block.seen
        clip: block.overflows

        // On top, so that it is seen without reading on, however long the question is.
        ProblemText {
            id: wrong

            readonly property real room: block.problem ? implicitHeight + Theme.gap * 1.4 : 0

            width: parent.width
            y: (block.centred ? Math.max(0, (block.height - block.wanted) / 2) : 0) - block.shift
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
            lineHeight: block.low ? 0.9 : 0.96
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
            lineHeight: block.low ? 0.9 : 0.96
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
        onClicked: block.turn()
    }
}
