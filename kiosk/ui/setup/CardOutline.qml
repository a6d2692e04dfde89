import QtQuick
import kiosk.ui
import kiosk.ui.controls

// A bank card as it lies on the glass: its very edge is the outer side of the outline.
Rectangle {
    id: card

    property string label: ""

    radius: card.width * 0.037
    color: Theme.pineSoft
    border.width: Theme.outline * 1.5
    border.color: Theme.pine

    Rectangle {
        x: parent.width * 0.1
        y: parent.height * 0.3
        width: parent.width * 0.14
        height: parent.height * 0.19
        radius: width * 0.15
        color: Theme.card
        border.width: Theme.outline
        border.color: Theme.pine
    }

    // Drawn only where the card has room for it; the page says the same.
    WholeWords {
        id: words

        visible: words.y + words.implicitHeight < card.height
        x: parent.width * 0.1
        y: parent.height * 0.62
        width: parent.width * 0.8
        text: card.label
        size: Theme.label
        color: Theme.ink
    }
}
