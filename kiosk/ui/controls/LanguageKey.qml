import QtQuick
import kiosk.ui

// Which keyboard it is, in the keyboard's own language for who reads no other; a touch leads to the
// others.
Key {
    id: key

    property var words: ({})
    property string language: ""

    width: Theme.mm(Theme.compact ? 26 : 34)
    word: true
    share: 0.6
    sign: "language"
    shown: key.language
    label: Said.say(key.words, "keyboard_now", {name: key.language})
}
