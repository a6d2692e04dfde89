import QtQuick
import kiosk.ui

// What there is, and the word for what a touch does to it: take it out, type it again, go back.
Touchable {
    id: card

    property string about: ""
    property string word: ""
    property bool chosen: false

    implicitHeight: Math.max(Theme.target, about.implicitHeight + 2 * Theme.gap)
    ground: card.chosen ? Theme.pineSoft : Theme.card
    edge: card.chosen ? Theme.pine : Theme.line
    edgeWidth: card.chosen ? Theme.outline * 2 : Theme.outline
    label: card.word ? card.word + ": " + card.about : card.about
    horizontalPadding: Theme.gap

    contentItem: Item {
        PlainText {
            id: about

            anchors.left: parent.left
            anchors.right: word.left
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            text: card.about
            font.pixelSize: Theme.label
            font.weight: card.chosen ? Font.DemiBold : Font.Normal
            lineHeight: 0.9
            Accessible.ignored: true
        }

        PlainText {
            id: word

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: card.word
            width: Math.min(implicitWidth, parent.width * 0.45)
            font.pixelSize: Theme.label
            font.underline: true
            Accessible.ignored: true
        }
    }
}
