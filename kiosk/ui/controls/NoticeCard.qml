import QtQuick
import kiosk.ui

// Something that should not be overlooked, without being wrong.
Rectangle {
    id: card

    property string text: ""
    property string sign: ""

    implicitHeight: Math.max(words.implicitHeight, drawing.height) + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.notice
    border.width: Theme.outline
    border.color: Theme.noticeEdge

    Icon {
        id: drawing

        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        name: card.sign
        colour: Theme.ink
    }

    PlainText {
        id: words

        anchors.left: drawing.right
        anchors.right: parent.right
        anchors.margins: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        text: card.text
        font.pixelSize: Theme.small
    }
}
