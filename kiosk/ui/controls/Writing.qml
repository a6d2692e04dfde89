import QtQuick
import kiosk.ui

// The writing page: the question, the field, the keyboard below it; it never covers the field.
Rectangle {
    id: page

    property string title: ""
    property string start: ""
    property string first: ""
    property int maxLength: 500
    property var words: ({})
    property var keys: ({})
    readonly property int spare: page.maxLength - field.length

    signal wrote(string text)
    signal done

    function say(): string {
        const key = page.spare === 1 ? "write_left_one" : "write_left";
        return page.spare > 60 ? "" : (page.words[key] ?? "").replace("{count}", page.spare);
    }

    color: Theme.paper
    Component.onCompleted: {
        field.text = page.start;
        field.insert(field.length, page.first);
        field.cursorPosition = field.length;
        field.forceActiveFocus(Qt.TabFocusReason);
    }
    Component.onDestruction: page.wrote(field.text)

    // What is written is kept while one writes: at each pause, and within three seconds without one.
    Timer {
        id: pause

        interval: 700
        onTriggered: page.wrote(field.text)
    }

    Timer {
        id: steady

        interval: 3000
        onTriggered: page.wrote(field.text)
    }

    QuestionText {
        id: question

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: done.left
        anchors.margins: Theme.margin
        height: Math.max(done.height, Theme.roomy ? Math.min(natural, page.height * 0.25) : 0)
        text: page.title
        takesFocus: false
    }

    BigButton {
        id: done

        anchors.top: parent.top
        anchors.right: parent.right
        anchors.margins: Theme.margin
        width: Math.max(implicitWidth, Theme.mm(34))
        primary: true
        label: page.words["write_done"] ?? ""
        onClicked: page.done()
    }

    Rectangle {
        anchors.top: question.bottom
        anchors.bottom: room.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.gap
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.outline * 2
        border.color: Theme.pine

        Flickable {
            id: view

            anchors.fill: parent
            anchors.margins: Theme.gap
            interactive: false
            clip: true
            contentHeight: field.height
            contentY: Math.max(0, field.cursorRectangle.y + field.cursorRectangle.height - height)

            TextEdit {
                id: field

                width: view.width
                height: Math.max(view.height, contentHeight)
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                selectByMouse: false
                color: Theme.ink
                selectionColor: Theme.pineSoft
                selectedTextColor: Theme.ink
                font.pixelSize: Theme.roomy ? Theme.body : Theme.base
                inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
                Accessible.role: Accessible.EditableText
                Accessible.name: page.title
                KeyNavigation.priority: KeyNavigation.BeforeItem
                KeyNavigation.tab: done
                Keys.onEscapePressed: page.done()
                onTextChanged: {
                    if (page.spare < 0)
                        remove(page.maxLength, length);
                    pause.restart();
                    steady.start();
                }
            }
        }
    }

    PlainText {
        id: room

        anchors.bottom: keyboard.top
        anchors.left: keyboard.left
        anchors.bottomMargin: text ? Theme.gap / 2 : 0
        height: text ? implicitHeight : Theme.gap
        text: page.say()
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    Keyboard {
        id: keyboard

        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottomMargin: Theme.margin
        width: Math.min(parent.width - 2 * Theme.mm(3), 11 * Theme.mm(24))
        keyHeight: Theme.portrait ? Theme.mm(25) : (Theme.roomy ? Theme.mm(20) : Theme.mm(16))
        pages: page.keys
        words: page.words
        atStart: field.length === 0
        onTyped: text => field.insert(field.cursorPosition, text)
        onErased: field.remove(Math.max(0, field.cursorPosition - 1), field.cursorPosition)
    }
}
