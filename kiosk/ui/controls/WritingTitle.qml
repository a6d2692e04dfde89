import QtQuick
import kiosk.ui

// The question above the keyboard: as large as its room allows, and where even the normal size is
// too large, whole lines of it with a button to read on. Something of it is always in sight.
Item {
    id: title

    property string text: ""
    property string moreLabel: ""
    property bool paged: false
    property int from: 0
    property int upTo: 0
    property real size: Theme.heading
    // Words, for a text without blanks its signs.
    readonly property var pieces: title.text.match(/[^\s\u3000-\u9fff]+\s*|[\u3000-\u9fff]\s*|\s+/g) ?? []
    readonly property real room: title.width - (title.paged ? more.width + Theme.gap : 0)

    // What it takes at full size, of a very long text enough to fill any page.
    property real natural: 0

    function part(from: int, upTo: int): string {
        return title.pieces.slice(from, upTo).join("").trim() + (upTo < title.pieces.length ? " …" : "");
    }

    function tall(from: int, upTo: int, size: real): real {
        ruler.font.pixelSize = size;
        ruler.text = title.part(from, upTo);
        return ruler.implicitHeight;
    }

    function refit() {
        title.paged = false;
        title.size = Theme.heading;
        title.natural = title.tall(0, 400, title.size);
        title.shrink();
        title.show(0);
    }

    function shrink() {
        const least = Math.min(Theme.base, Theme.heading);
        while (title.size > least && title.tall(0, 400, title.size) > title.height)
            title.size = Math.max(least, title.size - 2);
        title.paged = title.pieces.length > 400 || title.tall(0, 400, title.size) > title.height;
    }

    function show(from: int) {
        let upTo = title.paged ? from + 1 : title.pieces.length;
        while (title.paged && upTo < title.pieces.length && title.tall(from, upTo + 1, title.size) <= title.height)
            upTo++;
        title.from = from;
        title.upTo = upTo;
    }

    function later() {
        soon.restart();
    }

    onTextChanged: title.later()
    onWidthChanged: title.later()
    onHeightChanged: title.later()
    Component.onCompleted: title.refit()

    Timer {
        id: soon

        interval: 0
        onTriggered: title.refit()
    }

    Connections {
        target: Theme

        function onHeadingChanged() {
            title.later();
        }
    }

    PlainText {
        id: ruler

        width: title.room
        visible: false
        font.weight: Font.DemiBold
        lineHeight: 0.9
        Accessible.ignored: true
    }

    Heading {
        width: title.room
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        takesFocus: false
        about: title.text
        text: title.part(title.from, title.upTo)
        font.pixelSize: title.size
        Accessible.name: title.text
    }

    BigButton {
        id: more

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        implicitHeight: Theme.target
        visible: title.paged
        sign: "more"
        textSize: Theme.label
        label: title.moreLabel
        onClicked: title.show(title.upTo < title.pieces.length ? title.upTo : 0)
    }
}
