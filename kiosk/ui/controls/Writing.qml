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
    readonly property WritingEdit edit: field.edit
    readonly property bool oneLine: page.lines === 1

    signal wrote(string text)
    signal done
    signal keyboardsAsked

    color: Theme.paper
    Component.onCompleted: page.edit.start(page.start, page.first)
    Component.onDestruction: page.wrote(page.edit.text)
    onVisibleChanged: if (page.visible) page.edit.forceActiveFocus(Qt.TabFocusReason)
    Keys.onEscapePressed: page.done()

    component Ends: WritingEnds {
        edit: page.edit
        words: page.words
        language: page.keyboard === "text" ? page.keys["language"] ?? "" : ""
        onDone: page.done()
        onKeyboardsAsked: page.keyboardsAsked()
    }

    WritingTitle {
        id: question

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: Theme.roomy ? parent.right : beside.left
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.roomy ? Theme.margin : Theme.mm(3)
        height: Math.max(Theme.row, Math.min(natural, page.height * (Theme.roomy ? 0.22 : Theme.compact ? 0.13 : 0.17)))
        text: page.title
        moreLabel: page.words["more_question"] ?? ""
    }

    // On a low panel they stand beside the question; else within reach, above the keyboard.
    Ends {
        id: beside

        anchors.top: question.top
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        visible: !Theme.roomy
    }

    WritingField {
        id: field

        readonly property real room: (page.edit.spare <= 60 ? room.y : Theme.roomy ? within.y - Theme.gap * 1.5 : board.y - Theme.gap) - y

        anchors.top: question.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.gap
        height: page.oneLine ? Math.min(field.room, implicitHeight) : field.room
        words: page.words
        next: Theme.roomy ? within.last : null
        edit.maxLength: page.maxLength
        edit.oneLine: page.oneLine
        edit.rtl: page.keys["rtl"] ?? false
        label: page.title
        onSettled: page.wrote(page.edit.text)
        onEntered: page.done()
    }

    WritingRoom {
        id: room

        anchors.bottom: Theme.roomy ? within.top : board.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        words: page.words
        leftWords: page.roomWords
        spare: page.edit.spare
    }

    Ends {
        id: within

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: board.top
        anchors.margins: Theme.margin
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
