import QtQuick
import kiosk.ui

// The words of an option; below them, in small, the title of a picture that can't be shown.
Column {
    id: words

    property string text: ""
    property string caption: ""
    property bool chosen: false
    property real tallest: Infinity

    spacing: Theme.gap / 4

    WholeWords {
        width: parent.width
        text: words.text
        tallest: words.tallest
        font.weight: words.chosen ? Font.DemiBold : Font.Normal
        heaviest: Font.DemiBold
        lineHeight: 0.9
        Accessible.ignored: true
    }

    PlainText {
        width: parent.width
        visible: words.caption !== "" && words.caption !== words.text
        text: words.caption
        color: words.chosen ? Theme.ink : Theme.muted
        font.pixelSize: Theme.label
        Accessible.ignored: true
    }
}
