import QtQuick
import kiosk.ui

// One half of the day, to choose. Chosen shows by fill, edge, mark and heavier text.
Touchable {
    id: side

    property bool chosen: false
    property bool wrong: false

    ground: side.chosen ? Theme.pineSoft : Theme.card
    edge: side.wrong ? Theme.error : (side.chosen ? Theme.pine : Theme.line)
    edgeWidth: Theme.outline * (side.wrong || side.chosen ? 2 : 1)
    Accessible.role: Accessible.RadioButton
    Accessible.checkable: true
    Accessible.checked: side.chosen
    // The button beneath sets its own state once when it is complete; ours is said after it.
    Component.onCompleted: side.Accessible.checked = Qt.binding(() => side.chosen)

    contentItem: Item {
        Rectangle {
            id: mark

            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.round(Math.min(Theme.base * 0.8, side.height * 0.26))
            height: width
            radius: width / 2
            color: Theme.card
            border.width: Theme.outline
            border.color: side.chosen ? Theme.pine : Theme.line

            Rectangle {
                anchors.centerIn: parent
                visible: side.chosen
                width: parent.width * 0.58
                height: width
                radius: width / 2
                color: Theme.pine
            }
        }

        PlainText {
            anchors.fill: parent
            anchors.topMargin: mark.height
            text: side.label
            font.pixelSize: Math.min(Theme.body, Math.round(height * 0.8))
            font.weight: side.chosen ? Font.DemiBold : Font.Normal
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.mm(3.5)
            lineHeightMode: Text.FixedHeight
            lineHeight: Math.round(font.pixelSize * 1.1)
            wrapMode: Text.NoWrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }
    }
}
