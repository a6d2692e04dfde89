import QtQuick
import kiosk.ui

// Stem, question and hint. Where they do not fit they are drawn smaller, but never smaller than the
// text size that was chosen allows; where even that is too large, the rest is one touch away.
Item {
    id: block

    property alias section: says.section
    property alias sectionBlocks: says.sectionBlocks
    property alias text: says.text
    property alias place: says.place
    property alias textBlocks: says.textBlocks
    property alias hint: says.hint
    property alias hintBlocks: says.hintBlocks
    property alias problem: says.problem
    property alias problemTitle: says.problemTitle
    property alias errorPrefix: says.errorPrefix
    property alias ink: says.ink
    property alias softInk: says.softInk
    property alias takesFocus: says.takesFocus
    property real size: Theme.heading
    property real leastText: block.problem ? Theme.leastStem : Theme.leastText
    property string moreLabel: ""
    property real fit: 1
    property real shift: 0
    property bool fitting: false
    property real natural: 0 // what it takes at full size; a page divides its room by it
    readonly property bool overflows: block.height > 0 && says.wanted > block.height + 1
    readonly property real room: Math.max(0, block.height - more.height - Theme.gap / 2)
    readonly property real hang: says.textSize * 0.1 // of a letter below its line
    property real upTo: 0 // whole lines
    property bool ahead: false // begun after its beginning

    // Laid out at once, so that nothing changes with the next frame and all begins anew.
    function draw(fit: real) {
        block.fit = fit;
        says.settle();
    }

    function shrink() {
        while (says.wanted > block.height && block.fit > 0.4)
            block.draw(block.fit - 0.04);
        block.begin();
    }

    // Guarded, for what it changes would call it again.
    function refit() {
        [block.fitting, block.shift] = [true, 0];
        block.draw(1);
        block.natural = says.wanted;
        block.shrink();
        block.fitting = false;
    }

    // A line higher than the room is shown in parts.
    function show(from: real) {
        const end = says.endBefore(from + block.room);
        [block.shift, block.upTo] = [from, end > from ? end : from + block.room];
    }

    // The question is seen at once, with as much of its stem as goes before it.
    function begin() {
        block.show(block.overflows && !block.problem ? says.beginning(block.room) : 0);
        block.ahead = block.shift > 0;
    }

    // What was passed over comes first.
    function turn() {
        const from = block.ahead ? 0 : block.upTo;
        block.ahead = false;
        from >= says.wanted - 1 - Theme.gap * 1.4 ? block.begin() : block.show(from);
    }

    implicitHeight: block.natural
    onHeightChanged: later.restart()
    onTextChanged: later.restart()

    // A timer, for it goes with its page; a call put off would come to a page that is gone.
    Timer {
        id: later

        interval: 0
        onTriggered: block.refit()
    }

    Item {
        width: parent.width
        height: block.overflows ? block.upTo - block.shift + block.hang : block.height
        clip: block.overflows

        QuestionWords {
            id: says

            width: parent.width
            y: block.shift ? -block.shift - block.hang : 0
            headingSize: Math.max(Math.min(block.size, Theme.leastHeading), block.size * block.fit)
            textSize: Math.max(block.leastText, Theme.small * Math.min(1, block.fit * 1.25))
            onWantedChanged: if (!block.fitting) later.restart()
        }
    }

    BigButton {
        id: more

        anchors.bottom: parent.bottom
        anchors.right: parent.right
        visible: block.overflows
        width: Math.min(implicitWidth, block.width)
        implicitHeight: Theme.target
        label: block.moreLabel
        sign: "more"
        textSize: Theme.strip
        onClicked: block.turn()
    }
}
