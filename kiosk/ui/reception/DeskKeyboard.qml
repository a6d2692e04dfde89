pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import QtQuick.Window
import kiosk.ui
import kiosk.ui.controls

// The kiosk's keyboard at the foot of the window, over dialogs too, while a field has the focus.
T.Popup {
    id: board

    property var keys: ({})
    property var words: ({})
    property TextInput field: null
    // False where somebody writes on keys of their own.
    property bool wanted: true
    readonly property bool shown: board.field !== null
    readonly property Item focused: board.parent?.Window.activeFocusItem ?? null

    // Opened anew it lies over a dialog that came since.
    function follow() {
        const field = board.focused as TextInput;
        board.field = board.wanted && field && !field.readOnly ? field : null;
        board.close();
        if (board.field)
            board.open();
    }

    // The field lets go of the focus; it gets it back, and the keyboard, by the next touch.
    function done() {
        const field = board.field;
        field.focus = false;
        field.accepted();
    }

    onFocusedChanged: Qt.callLater(board.follow)
    onWantedChanged: Qt.callLater(board.follow)
    parent: T.Overlay.overlay
    y: (parent?.height ?? 0) - height
    width: parent?.width ?? 0
    height: keyboard.implicitHeight + 2 * Theme.mm(2)
    z: 1
    modal: false
    focus: false
    closePolicy: T.Popup.NoAutoClose

    background: Rectangle {
        color: Theme.rail

        Rectangle {
            width: parent.width
            height: Theme.outline
            color: Theme.line
        }
    }

    contentItem: Item {
        Keyboard {
            id: keyboard

            readonly property bool figures: ((board.field?.inputMethodHints ?? 0) & Qt.ImhDigitsOnly) !== 0

            x: Theme.mm(2)
            y: Theme.mm(2)
            width: board.width - 2 * Theme.mm(2)
            height: implicitHeight
            room: (board.parent?.height ?? 0) * 0.38
            keys: board.keys
            kind: keyboard.figures ? "number" : "text"
            words: board.words
            oneLine: true
            atStart: board.field?.length === 0
            onTyped: text => board.field?.insert(board.field.cursorPosition, text)
            onErased: board.field?.remove(board.field.cursorPosition - 1, board.field.cursorPosition)
            onEntered: board.done()
        }
    }
}
