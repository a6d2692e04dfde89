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

    component Done: BigButton {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: Math.max(implicitWidth, Theme.mm(Theme.compact ? 26 : 34))
        primary: true
        textSize: Theme.compact ? Theme.base : Theme.body
        label: page.words["write_done"] ?? ""
        onClicked: page.done()
    }

    WritingTitle {
        id: question

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: Theme.roomy ? parent.right : (languages.visible ? languages.left : beside.left)
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.roomy ? Theme.margin : Theme.mm(3)
        height: Theme.roomy || Theme.compact ? Math.max(Theme.row, Math.min(natural, page.height * (Theme.roomy ? 0.22 : 0.13))) : Theme.row
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

    LanguageKey {
        id: languages

        anchors.top: Theme.roomy ? within.top : question.top
        anchors.left: Theme.roomy ? parent.left : undefined
        anchors.right: Theme.roomy ? undefined : beside.left
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.gap
        height: Theme.row
        visible: page.keyboard === "text"
        words: page.words
        language: page.keys["language"] ?? ""
        onClicked: page.keyboardsAsked()
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
        next: Theme.roomy ? within : null
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
        spare: page.edit.spare
    }

    ClearButton {
        id: clearing

        anchors.right: within.left
        anchors.verticalCenter: within.verticalCenter
        anchors.rightMargin: Theme.gap
        visible: Theme.roomy && clearing.useful
        edit: page.edit
        words: page.words
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
