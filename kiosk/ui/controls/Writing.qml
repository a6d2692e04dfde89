pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The writing page: the question, the field, the keyboard below it; it never covers the field.
// `asked` is {title, text, maxLength, keyboard ("text", "number" …), lines (1: Enter means Done)}.
Rectangle {
    id: page

    property var asked: ({})
    property string title: page.asked.title ?? ""
    property string start: page.asked.text ?? ""
    property string first: ""
    property int maxLength: page.asked.maxLength ?? 500
    property var words: ({})
    property var keys: ({})
    property var roomWords: _room => "" // for so many more letters
    property string keyboard: page.asked.keyboard ?? "text"
    property int lines: page.asked.lines ?? 3
    property string cleared: ""
    readonly property WritingEdit edit: field.edit
    readonly property real edge: Theme.roomy ? Theme.margin : Theme.mm(3)
    readonly property bool oneLine: page.lines === 1
    readonly property bool undo: page.cleared !== "" && page.edit.length === 0

    signal wrote(string text)
    signal done

    function say(): string {
        const spare = page.edit.spare;
        return spare > 60 ? "" : spare > 0 ? page.roomWords(spare) : page.words["write_full"] ?? "";
    }

    function clear() {
        const text = page.edit.text;
        page.undo ? page.edit.write(page.cleared) : page.edit.remove(0, page.edit.length);
        page.cleared = text;
        page.edit.forceActiveFocus(Qt.TabFocusReason);
    }

    color: Theme.paper
    Component.onCompleted: page.edit.start(page.start, page.first)
    Component.onDestruction: page.wrote(page.edit.text)
    Keys.onEscapePressed: page.done()

    component Done: BigButton {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: Math.max(implicitWidth, Theme.mm(34))
        primary: true
        label: page.words["write_done"] ?? ""
        onClicked: page.done()
    }

    WritingTitle {
        id: question

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: Theme.roomy ? parent.right : beside.left
        anchors.margins: Theme.margin
        anchors.topMargin: page.edge
        height: Theme.roomy ? Math.max(Theme.row, Math.min(natural, page.height * 0.22)) : Theme.row
        text: page.title
        moreLabel: page.words["more_question"] ?? ""
    }

    // On a low panel Done stands beside the question; else within reach, above the keyboard.
    Done {
        id: beside

        anchors.top: question.top
        height: Theme.row
        visible: !Theme.roomy
    }

    WritingField {
        id: field

        readonly property real room: (Theme.roomy ? within.y - Theme.gap * 1.5 : page.edit.spare > 60 ? board.y - Theme.gap : room.y) - y

        anchors.top: question.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.gap
        height: page.oneLine ? Math.min(field.room, implicitHeight) : field.room
        words: page.words
        next: Theme.roomy ? within : beside
        edit.maxLength: page.maxLength
        edit.oneLine: page.oneLine
        label: page.title
        onSettled: page.wrote(page.edit.text)
        onEntered: page.done()
    }

    PlainText {
        id: room

        anchors.verticalCenter: Theme.roomy ? within.verticalCenter : undefined
        anchors.bottom: Theme.roomy ? undefined : board.top
        anchors.left: parent.left
        anchors.right: Theme.roomy ? clearing.left : parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        text: page.say()
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    BigButton {
        id: clearing

        anchors.right: within.left
        anchors.verticalCenter: within.verticalCenter
        anchors.rightMargin: Theme.gap
        visible: Theme.roomy && (page.edit.length > 0 || page.undo)
        sign: page.undo ? "" : "erase"
        label: page.words[page.undo ? "write_undo" : "write_clear"] ?? ""
        onClicked: page.clear()
    }

    Done {
        id: within

        anchors.bottom: board.top
        anchors.bottomMargin: Theme.gap * 1.5
        visible: Theme.roomy
    }

    Keyboard {
        id: board

        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottomMargin: Theme.roomy ? Theme.margin : Theme.mm(2)
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
