import QtQuick
import kiosk.ui

// One number of a scale; the bar under it grows with the number.
Touchable {
    id: cell

    property string number: ""
    property string end: ""
    property bool showsEnd: false
    property real part: 0
    property bool chosen: false

    label: cell.end ? cell.number + " " + cell.end : cell.number
    ground: cell.chosen ? Theme.pineSoft : Theme.card
    edge: cell.chosen ? Theme.pine : Theme.line
    edgeWidth: cell.chosen ? Theme.outline * 2 : Theme.outline
    horizontalPadding: Theme.gap * 1.4
    Accessible.role: Accessible.RadioButton
    Accessible.checkable: true
    Accessible.checked: cell.chosen
    // The button beneath sets its own state once when it is complete; ours is said after it.
    Component.onCompleted: cell.Accessible.checked = Qt.binding(() => cell.chosen)

    contentItem: Item {
        PlainText {
            id: figure

            x: cell.showsEnd ? (cell.mirrored ? parent.width - width : 0) : (parent.width - width) / 2
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: cell.showsEnd ? 0 : -Theme.outline * 2
            text: cell.number
            font.weight: cell.chosen ? Font.Bold : Font.DemiBold
            Accessible.ignored: true
        }

        PlainText {
            anchors.left: figure.right
            anchors.right: parent.right
            anchors.leftMargin: Theme.gap * 1.4
            height: parent.height
            verticalAlignment: Text.AlignVCenter
            visible: cell.showsEnd
            text: cell.end
            wrapMode: Text.WordWrap
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.readable * 0.5
            font.pixelSize: Theme.small
            font.weight: cell.chosen ? Font.DemiBold : Font.Normal
            lineHeight: 0.9
            Accessible.ignored: true
        }

        Rectangle {
            visible: !cell.showsEnd
            anchors.bottom: parent.bottom
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.max(height, parent.width * cell.part)
            height: Theme.outline * 1.6
            radius: height / 2
            color: Theme.pine
        }
    }
}
