import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One of the wordings to choose from: read as the question would be, from its start side.
Touchable {
    id: card

    property real size: Theme.body
    property real tallest: Infinity

    implicitHeight: Math.max(Theme.row, card.implicitContentHeight + card.topPadding + card.bottomPadding)
    horizontalPadding: Theme.gap * 1.2
    verticalPadding: Theme.gap * (Theme.roomy ? 1.5 : 1)
    ground: Theme.card
    edge: Theme.line

    contentItem: Item {
        implicitHeight: said.implicitHeight

        WholeWords {
            id: said

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            text: card.label
            size: card.size
            tallest: card.tallest - card.topPadding - card.bottomPadding
            Accessible.ignored: true
        }
    }
}
