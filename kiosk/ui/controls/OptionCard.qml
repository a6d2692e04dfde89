import QtQuick
import kiosk.ui

// One answer to choose. Chosen shows in four ways: fill, thick edge, filled mark, heavier text.
Touchable {
    id: card

    property bool chosen: false
    property string place: ""
    property string picture: ""
    property string alt: ""
    property real ratio: 1
    property bool personal: false // one's own words

    implicitHeight: Math.max(Theme.row, Math.max(words.implicitHeight, drawing.wanted) + 2 * Theme.gap)
    ground: card.chosen ? Theme.pineSoft : Theme.card
    edge: card.chosen ? Theme.pine : Theme.line
    edgeWidth: card.chosen ? Theme.outline * 2 : Theme.outline
    horizontalPadding: Theme.gap * 1.2
    Accessible.role: Accessible.RadioButton
    Accessible.checkable: true
    Accessible.checked: card.chosen
    // The button beneath sets its own state once when it is complete; ours is said after it.
    Component.onCompleted: card.Accessible.checked = Qt.binding(() => card.chosen)
    Accessible.description: card.alt ? card.alt + ". " + card.place : card.place

    contentItem: Item {
        Rectangle {
            id: mark

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round(Theme.base * 1.15)
            height: width
            radius: width / 2
            color: Theme.card
            border.width: Theme.outline * 1.5
            border.color: card.chosen ? Theme.pine : Theme.line

            Rectangle {
                anchors.centerIn: parent
                visible: card.chosen
                width: parent.width * 0.58
                height: width
                radius: width / 2
                color: Theme.pine
            }
        }

        OptionWords {
            id: words

            anchors.left: mark.right
            anchors.right: drawing.left
            anchors.leftMargin: Theme.gap
            anchors.rightMargin: drawing.there ? Theme.gap : 0
            anchors.verticalCenter: parent.verticalCenter
            text: card.label
            caption: card.picture ? "" : card.alt
            chosen: card.chosen
            tallest: Theme.tallestCard - 2 * Theme.gap
        }

        OptionPicture {
            id: drawing

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            picture: card.picture
            ratio: card.ratio
            most: parent.width * 0.4
        }
    }
}
