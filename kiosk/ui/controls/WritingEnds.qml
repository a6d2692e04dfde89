import QtQuick
import kiosk.ui

// What leads from the writing page: to another keyboard, to an empty text, to what was asked.
Item {
    id: ends

    required property WritingEdit edit
    property var words: ({})
    // The keyboard's own language; "" where another keyboard would not help.
    property string language: ""
    readonly property alias last: done

    signal done
    signal keyboardsAsked

    implicitHeight: Theme.row
    implicitWidth: done.width + (key.visible ? key.width + Theme.gap : 0)

    LanguageKey {
        id: key

        anchors.left: parent.left
        height: parent.height
        visible: ends.language !== ""
        words: ends.words
        language: ends.language
        onClicked: ends.keyboardsAsked()
    }

    ClearButton {
        id: clearing

        anchors.right: done.left
        anchors.rightMargin: Theme.gap
        visible: Theme.roomy && clearing.useful
        edit: ends.edit
        words: ends.words
    }

    BigButton {
        id: done

        anchors.right: parent.right
        width: Math.max(implicitWidth, Theme.mm(Theme.compact ? 26 : 34))
        height: parent.height
        primary: true
        textSize: Theme.compact ? Theme.base : Theme.body
        label: ends.words["write_done"] ?? ""
        onClicked: ends.done()
    }
}
