import QtQuick
import kiosk.ui

// A text whose letters are drawn smaller before a word is broken. A word longer than any real one
// is broken all the same.
PlainText {
    id: whole

    property real size: Theme.body
    property real room: whole.width
    // One whose weight changes is measured by the heaviest, so that it stays as large as it was.
    property int heaviest: whole.font.weight
    // On one line at its full size, whatever room there is; the last letter of Arabic leans over.
    readonly property real natural: Math.ceil(whole.wide(whole.text, whole.heaviest) * whole.size / 92 + whole.size * 0.1)
    readonly property real widest: Math.max(1, ...whole.text.split(/\s+/).filter(word => word.length <= 30).map(word => whole.wide(word, whole.heaviest)))

    // The weight is an argument so that all is measured anew where it changes.
    function wide(text: string, weight: int): real {
        return metrics.advanceWidth(text);
    }

    font.pixelSize: Math.max(Theme.readable * 0.5, Math.min(whole.size, Math.floor(whole.room / whole.widest * 92)))

    FontMetrics {
        id: metrics

        font.pixelSize: 100
        font.weight: whole.heaviest
    }
}
