import QtQuick
import kiosk.ui

// A text whose letters are drawn smaller before a word is broken. A word longer than any real one
// is broken all the same.
PlainText {
    id: whole

    property real size: Theme.body
    property real room: whole.width
    // On one line at its full size, whatever room there is.
    readonly property real natural: Math.ceil(metrics.advanceWidth(whole.text) * whole.size / 96) + 2
    readonly property real widest: Math.max(1, ...whole.text.split(/\s+/).filter(word => word.length <= 30).map(word => metrics.advanceWidth(word)))

    font.pixelSize: Math.max(Theme.readable * 0.5, Math.min(whole.size, Math.floor(whole.room / whole.widest * 95)))

    FontMetrics {
        id: metrics

        font.pixelSize: 100
        font.weight: whole.font.weight
    }
}
