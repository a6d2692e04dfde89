pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The text itself, without memory, menu or dictionary. The cursor is moved by a touch, by arrow keys
// or by `move`.
TextEdit {
    id: edit

    property int maxLength: 500
    property bool oneLine: false
    property int before: 0
    readonly property int spare: edit.maxLength - edit.length

    signal changed
    signal entered

    function write(text: string) {
        if (text.length <= edit.spare)
            edit.insert(edit.cursorPosition, text);
    }

    // Whether the letter there is the second half of a pair that makes one sign.
    function isHalf(index: int): bool {
        return /[\udc00-\udfff]/.test(edit.text.charAt(index));
    }

    function erase() {
        const at = edit.cursorPosition;
        edit.remove(Math.max(0, at - (edit.isHalf(at - 1) ? 2 : 1)), at);
    }

    // One letter to the left or right as it is seen: in Arabic the left is onward.
    function move(side: int) {
        const near = edit.text.charAt(edit.cursorPosition - 1) || edit.text.charAt(edit.cursorPosition);
        const by = /[\u0590-\u08ff\ufb1d-\ufefc]/.test(near) ? -side : side;
        const at = Math.max(0, Math.min(edit.cursorPosition + by, edit.length));
        edit.cursorPosition = edit.isHalf(at) ? at + by : at;
    }

    function start(text: string, first: string) {
        edit.before = text.length;
        edit.text = text;
        edit.cursorPosition = edit.length;
        edit.write(first);
        edit.forceActiveFocus(Qt.TabFocusReason);
    }

    // What is too much goes where it came, never the end of what was written before.
    function trim() {
        const over = Math.min(edit.length - edit.before, edit.length - edit.maxLength);
        if (over > 0)
            edit.remove(edit.cursorPosition - over, edit.cursorPosition);
        edit.before = edit.length;
    }

    function enter(event: KeyEvent) {
        event.accepted = edit.oneLine;
        if (edit.oneLine)
            edit.entered();
    }

    textFormat: TextEdit.PlainText
    wrapMode: TextEdit.Wrap
    selectByMouse: false
    // Said, so that an empty text begins at the start side of its page as well.
    horizontalAlignment: TextEdit.AlignLeft
    color: Theme.ink
    selectionColor: Theme.pineSoft
    selectedTextColor: Theme.ink
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
    Accessible.role: Accessible.EditableText
    KeyNavigation.priority: KeyNavigation.BeforeItem
    Keys.onReturnPressed: event => edit.enter(event)
    Keys.onEnterPressed: event => edit.enter(event)
    onTextChanged: {
        edit.trim();
        edit.changed();
    }
    // It stands still, and is wide enough to be found.
    cursorDelegate: Item {
        visible: edit.activeFocus

        Rectangle {
            x: -width / 2
            width: Theme.mm(0.8)
            height: parent.height
            color: Theme.pine
        }
    }
}
