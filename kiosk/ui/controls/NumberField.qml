import QtQuick
import kiosk.ui

// One field of a date or time: its label and what is in it. The whole of it is to be touched.
Touchable {
    id: field

    property string brief: field.label
    property string shown: ""
    property string empty: ""
    property bool current: false
    property bool wrong: false
    property real labelSize: Theme.label

    verticalPadding: Theme.outline * 2
    horizontalPadding: Theme.mm(2)
    ground: field.current ? Theme.pineSoft : Theme.card
    edge: field.wrong ? Theme.error : (field.current ? Theme.pine : Theme.line)
    edgeWidth: Theme.outline * (field.wrong || field.current ? 2 : 1)
    Accessible.role: Accessible.EditableText
    Accessible.description: (name.text === field.label ? "" : name.text + ": ") + (field.shown || field.empty)

    TextMetrics {
        id: whole

        text: field.label
        font: name.font
    }

    contentItem: Item {
        Icon {
            id: sign

            visible: field.wrong
            anchors.right: parent.right
            anchors.verticalCenter: value.verticalCenter
            name: "attention"
            colour: Theme.error
            side: Math.round(Math.min(Theme.icon, value.height * 0.7))
        }

        PlainText {
            id: name

            anchors.left: parent.left
            anchors.right: parent.right
            text: whole.advanceWidth <= field.availableWidth ? field.label : field.brief
            color: Theme.ink
            font.pixelSize: field.labelSize
            font.weight: field.wrong ? Font.DemiBold : Font.Normal
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.mm(3.5)
            wrapMode: Text.NoWrap
            lineHeightMode: Text.FixedHeight
            lineHeight: Math.round(font.pixelSize * 1.15)
            Accessible.ignored: true
        }

        // As large as the field is high: a script with tall lines is drawn no smaller.
        PlainText {
            id: value

            anchors.left: parent.left
            anchors.right: sign.visible ? sign.left : parent.right
            anchors.bottom: parent.bottom
            height: parent.height - name.height
            text: field.shown
            font.pixelSize: Math.min(Theme.heading, Math.round(height * 0.8))
            font.weight: Font.DemiBold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.mm(3.5)
            lineHeightMode: Text.FixedHeight
            lineHeight: Math.round(font.pixelSize * 1.1)
            verticalAlignment: Text.AlignVCenter
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
