import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Window

// What may be taller than its place: moved by a finger, the wheel or keys; what has the keyboard is in sight.
Flickable {
    id: scroll

    readonly property bool moves: scroll.contentHeight > scroll.height + 1
    readonly property Item focused: scroll.Window.activeFocusItem

    function isInside(item: Item): bool {
        return item !== null && (item === scroll.contentItem || scroll.isInside(item.parent));
    }

    function to(y: real) {
        scroll.contentY = Math.max(0, Math.min(y, scroll.contentHeight - scroll.height));
    }

    function follow() {
        if (scroll.moves && scroll.focused !== scroll && scroll.isInside(scroll.focused))
            scroll.reveal(scroll.focused);
    }

    // What is taller than all of it stays where it is.
    function reveal(item: Item) {
        if (item === null)
            return;
        const top = item.mapToItem(scroll.contentItem, 0, 0).y - Desk.gap, bottom = top + item.height + 2 * Desk.gap;
        if (bottom - top < scroll.height && (top < scroll.contentY || bottom > scroll.contentY + scroll.height))
            scroll.to(top < scroll.contentY ? top : bottom - scroll.height);
    }

    clip: true
    interactive: scroll.moves
    boundsBehavior: Flickable.StopAtBounds
    onFocusedChanged: scroll.follow()
    onHeightChanged: later.restart()
    onContentHeightChanged: later.restart()
    Keys.onPressed: event => {
        const steps = ({[Qt.Key_Up]: -Desk.row, [Qt.Key_Down]: Desk.row, [Qt.Key_PageUp]: -scroll.height, [Qt.Key_PageDown]: scroll.height})[event.key];
        event.accepted = scroll.moves && steps !== undefined;
        if (event.accepted)
            scroll.to(scroll.contentY + steps);
    }

    // It ends with the page, where Qt.callLater would call into one that is gone.
    Timer {
        id: later

        interval: 0
        onTriggered: scroll.follow()
    }

    Basic.ScrollBar.vertical: Basic.ScrollBar {
        policy: scroll.moves ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
    }
}
