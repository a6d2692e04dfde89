pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// Our own keyboard: keys from a layout file, each with a name, nothing learned or remembered.
Column {
    id: keyboard

    property var pages: ({})
    property var words: ({})
    property string face: "letters"
    readonly property var rows: keyboard.pages[keyboard.face] ?? []
    readonly property real gap: Math.min(Theme.gap, Theme.mm(3))
    readonly property int longest: Math.max(...keyboard.rows.map(row => row.length), 1)
    readonly property real keyWidth: Math.min(Theme.mm(24), (keyboard.width - (keyboard.longest - 1) * keyboard.gap) / keyboard.longest)
    property real keyHeight: Theme.mm(16)
    // Whether the second face is the capitals of the first, as in Latin, or other letters.
    readonly property string a: keyboard.pages["letters"]?.[0]?.[0] ?? ""
    readonly property bool cased: keyboard.a !== keyboard.a.toUpperCase() && keyboard.pages["capitals"]?.[0]?.[0] === keyboard.a.toUpperCase()
    property bool atStart: false

    signal typed(string text)
    signal erased

    function face2(name: string): string {
        return keyboard.face === name ? "letters" : name;
    }

    // A capital is for one letter, and for the first of an empty text.
    function press(letter: string) {
        keyboard.typed(letter);
        if (keyboard.cased && keyboard.face === "capitals" && !keyboard.atStart)
            keyboard.face = "letters";
    }

    spacing: keyboard.gap
    onAtStartChanged: if (keyboard.cased && keyboard.atStart && keyboard.face === "letters") keyboard.face = "capitals"
    Component.onCompleted: keyboard.atStartChanged()

    Repeater {
        model: keyboard.rows

        Row {
            id: line

            required property var modelData

            anchors.horizontalCenter: parent?.horizontalCenter
            spacing: keyboard.gap
            LayoutMirroring.enabled: false
            LayoutMirroring.childrenInherit: true

            Repeater {
                model: line.modelData

                Key {
                    required property string modelData

                    width: keyboard.keyWidth
                    height: keyboard.keyHeight
                    label: modelData
                    onClicked: keyboard.press(modelData)
                }
            }
        }
    }

    Row {
        id: bottom

        readonly property real unit: (Math.min(keyboard.width, keyboard.longest * (keyboard.keyWidth + keyboard.gap)) - 4 * keyboard.gap) / 11

        anchors.horizontalCenter: parent.horizontalCenter
        spacing: keyboard.gap

        Key {
            width: bottom.unit * 2
            height: keyboard.keyHeight
            word: true
            label: keyboard.words[keyboard.face === "capitals" ? "key_letters" : "key_shift"] ?? ""
            onClicked: keyboard.face = keyboard.face2("capitals")
        }

        Key {
            width: bottom.unit * 2
            height: keyboard.keyHeight
            word: true
            label: keyboard.words[keyboard.face === "symbols" ? "key_letters" : "key_symbols"] ?? ""
            onClicked: keyboard.face = keyboard.face2("symbols")
        }

        Key {
            width: bottom.unit * 3
            height: keyboard.keyHeight
            word: true
            label: keyboard.words["key_space"] ?? ""
            onClicked: keyboard.typed(" ")
        }

        Key {
            width: bottom.unit * 2
            height: keyboard.keyHeight
            word: true
            label: keyboard.words["key_enter"] ?? ""
            onClicked: keyboard.typed("\n")
        }

        Key {
            width: bottom.unit * 2
            height: keyboard.keyHeight
            word: true
            sign: "erase"
            label: keyboard.words["key_erase"] ?? ""
            onClicked: keyboard.erased()
        }
    }
}
