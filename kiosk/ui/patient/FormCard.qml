import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One form to choose: its name, what it is about where there is room to say it, minutes, and in which
// language it is; at the start its picture, where it has one for who reads it.
Touchable {
    id: card

    property var form: ({})

    ground: Theme.card
    edge: Theme.line
    padding: Theme.roomy ? Theme.gap * 1.2 : Theme.gap * 0.8
    leftPadding: Theme.gap * 1.2
    rightPadding: Theme.gap * 1.2
    label: card.form.title ?? ""
    Accessible.description: [card.form.picture?.alt, card.form.description, card.form.minutes, card.form.only].filter(text => text).join(". ")

    contentItem: Item {
        implicitHeight: Math.max(texts.implicitHeight, drawing.wanted)

        OptionPicture {
            id: drawing

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            picture: card.form.picture?.image ?? ""
            ratio: card.form.picture?.ratio ?? 1
            most: parent.width * 0.4
        }

        Column {
            id: texts

            anchors.right: parent.right
            width: parent.width - (drawing.there ? drawing.width + Theme.gap : 0)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap / 3

            WholeWords {
                width: parent.width
                text: card.form.title ?? ""
                color: Theme.pine
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }

            PlainText {
                width: parent.width
                visible: text !== "" && Theme.airy
                text: card.form.description ?? ""
                font.pixelSize: Theme.roomy ? Theme.small : Theme.label
                Accessible.ignored: true
            }

            PlainText {
                width: parent.width
                visible: text !== ""
                text: card.form.minutes ?? ""
                color: Theme.muted
                font.pixelSize: Theme.roomy ? Theme.small : Theme.label
                Accessible.ignored: true
            }

            PlainText {
                width: parent.width
                visible: text !== ""
                text: card.form.only ?? ""
                font.pixelSize: Theme.label
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }
        }
    }
}
