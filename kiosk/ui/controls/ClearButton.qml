import QtQuick

// Takes out all that was written, and brings it back.
BigButton {
    id: button

    required property WritingEdit edit
    property var words: ({})
    property string cleared: ""
    readonly property bool undo: button.cleared !== "" && button.edit.length === 0
    readonly property bool useful: button.undo || button.edit.length > 0

    function clear() {
        const text = button.edit.text;
        button.undo ? button.edit.write(button.cleared) : button.edit.remove(0, button.edit.length);
        button.cleared = text;
        button.edit.forceActiveFocus(Qt.TabFocusReason);
    }

    sign: button.undo ? "" : "erase"
    label: button.words[button.undo ? "write_undo" : "write_clear"] ?? ""
    onClicked: button.clear()
}
