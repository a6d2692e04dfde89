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
    // Which way an empty text goes.
    property bool rtl: false
    readonly property string strong: edit.text.match(/[A-Za-z\u00c0-\u1fff\u2c00-\uffff]/)?.[0] ?? ""
    readonly property bool leftwards: edit.strong === "" ? edit.rtl : edit.isLeftwards(edit.strong)
    readonly property int spare: edit.maxLength - edit.length

    signal changed
    signal entered

    function write(text: string) {
        if (text.length <= edit.spare)
            edit.insert(edit.cursorPosition, text);
    }

    function isLeftwards(letter: string): bool {
        return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(letter);
    }

    // Whether what is there makes one letter with what stands before it: the second half of a pair,
    // an accent, the dot of য়. Joined letters are none, nor a vowel's sign: each was a touch of its own.
    function isHalf(index: int): bool {
        return /[\udc00-\udfff\u0300-\u036f\u093c\u09bc\u0a3c\u0abc\ufe0f]/.test(edit.text.charAt(index));
    }

    // The next place between two letters.
    function beside(at: int, by: int): int {
        const next = at + by;
        return edit.isHalf(next) ? edit.beside(next, by) : Math.max(0, Math.min(next, edit.length));
    }

    function erase() {
        edit.remove(edit.beside(edit.cursorPosition, -1), edit.cursorPosition);
    }

    // One letter to the left or right as it is seen: in Arabic the left is onward.
    function move(side: int) {
        const near = edit.text.charAt(edit.cursorPosition - 1) || edit.text.charAt(edit.cursorPosition);
        edit.cursorPosition = edit.beside(edit.cursorPosition, edit.isLeftwards(near) ? -side : side);
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
    // The text's own way, whatever that of the page.
    horizontalAlignment: edit.leftwards ? TextEdit.AlignRight : TextEdit.AlignLeft
    LayoutMirroring.enabled: false
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
