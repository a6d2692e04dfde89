import QtQuick
import kiosk.ui

// Every text on the screen: plain, whatever a form puts into it, and present for screen readers.
Text {
    id: plain

    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    color: Theme.ink
    font.pixelSize: Theme.body
    lineHeight: 0.96
    // Said, so that a text in another language begins at the start side of its page as well.
    horizontalAlignment: Text.AlignLeft
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""

    // Where its lines end, from its top.
    function lineEnds(): var {
        return Array.from({length: plain.lineCount}, (_, i) => (i + 1) * plain.implicitHeight / plain.lineCount);
    }
}
