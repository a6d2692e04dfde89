import QtQuick
import kiosk.ui

// The writing page: the question, the field, the keyboard below it; it never covers the field.
// `keyboard` is "text", "number", "email", "phone" or "url"; with one line Enter means Done.
// `asked` says it all at once: {title, text, maxLength, keyboard, lines}.
Rectangle {
    id: page

    property var asked: ({})
    property string title: page.asked.title ?? ""
    property string start: page.asked.text ?? ""
    property string first: ""
    property int maxLength: page.asked.maxLength ?? 500
    property var words: ({})
    property var keys: ({})
    property string keyboard: page.asked.keyboard ?? "text"
    property int lines: page.asked.lines ?? 3
    property string cleared: ""
    readonly property WritingEdit edit: field.edit
    readonly property bool oneLine: page.lines === 1
    readonly property bool undo: page.cleared !== "" && page.edit.length === 0

    signal wrote(string text)
    signal done

    function say(): string {
        const key = page.edit.spare <= 0 ? "write_full" : (page.edit.spare === 1 ? "write_left_one" : "write_left");
        return page.edit.spare > 60 ? "" : (page.words[key] ?? "").replace("{count}", page.edit.spare);
    }

    function clear() {
        const text = page.edit.text;
        page.undo ? page.edit.write(page.cleared) : page.edit.remove(0, page.edit.length);
        page.cleared = text;
        page.edit.forceActiveFocus(Qt.TabFocusReason);
    }

    color: Theme.paper
    Component.onCompleted: {
        page.edit.start(page.start);
        page.edit.write(page.first);
    }
    Component.onDestruction: page.wrote(page.edit.text)
    Keys.onEscapePressed: page.done()

    WritingTitle {
        id: question

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: Theme.roomy ? parent.right : done.left
        anchors.margins: Theme.margin
        height: Theme.roomy ? Math.max(Theme.row, Math.min(natural, page.height * 0.22)) : done.height
        text: page.title
        moreLabel: page.words["more_question"] ?? ""
    }

    // On a low panel Done stands beside the question; else within reach, above the keyboard.
    BigButton {
        id: done

        anchors.top: Theme.roomy ? undefined : parent.top
        anchors.bottom: Theme.roomy ? board.top : undefined
        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.bottomMargin: Theme.gap * 1.5
        width: Math.max(implicitWidth, Theme.mm(34))
        height: Theme.roomy ? implicitHeight : Theme.row
        primary: true
        label: page.words["write_done"] ?? ""
        onClicked: page.done()
    }

    BigButton {
        id: clearing

        anchors.right: done.left
        anchors.verticalCenter: done.verticalCenter
        anchors.rightMargin: Theme.gap
        visible: Theme.roomy && (page.edit.length > 0 || page.undo)
        sign: page.undo ? "" : "erase"
        label: page.words[page.undo ? "write_undo" : "write_clear"] ?? ""
        onClicked: page.clear()
    }

    Item {
        id: middle

        anchors.top: question.bottom
        anchors.bottom: Theme.roomy ? done.top : room.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.gap
        anchors.bottomMargin: Theme.roomy ? Theme.gap * 1.5 : 0

        WritingField {
            id: field

            width: parent.width
            height: page.oneLine ? Math.min(parent.height, implicitHeight) : parent.height
            words: page.words
            next: done
            edit.maxLength: page.maxLength
            edit.oneLine: page.oneLine
            label: page.title
            onSettled: page.wrote(page.edit.text)
            onEntered: page.done()
        }
    }

    PlainText {
        id: room

        anchors.verticalCenter: Theme.roomy ? done.verticalCenter : undefined
        anchors.bottom: Theme.roomy ? undefined : board.top
        anchors.left: parent.left
        anchors.right: Theme.roomy ? clearing.left : parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.bottomMargin: text ? Theme.gap / 2 : 0
        height: text ? implicitHeight : Theme.gap
        text: page.say()
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    Keyboard {
        id: board

        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottomMargin: Theme.roomy ? Theme.margin : Theme.mm(3)
        width: parent.width - 2 * Theme.mm(2)
        height: implicitHeight
        room: page.height * (Theme.roomy ? 0.45 : 0)
        keys: page.keys
        kind: page.keyboard
        words: page.words
        oneLine: page.oneLine
        atStart: page.edit.length === 0
        onTyped: text => page.edit.write(text)
        onErased: page.edit.erase()
        onEntered: page.oneLine ? page.done() : page.edit.write("\n")
    }
}
