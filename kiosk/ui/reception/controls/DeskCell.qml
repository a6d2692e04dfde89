import QtQuick
import kiosk.ui

// One cell of a table: words, a code, or how far something is.
Item {
    id: cell

    property string text: ""
    property string kind: "text"
    property real share: 0

    implicitHeight: cell.kind === "bar" ? Desk.row : word.implicitHeight + Desk.gap

    DeskText {
        id: word

        visible: cell.kind !== "bar"
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        leftPadding: Desk.gap
        rightPadding: Desk.gap / 2
        text: cell.text
        wrapMode: cell.kind === "code" ? Text.NoWrap : Text.Wrap
        font.pixelSize: cell.kind === "code" ? Desk.code : Desk.text
        font.weight: cell.kind === "code" ? Font.DemiBold : Font.Normal
        font.features: cell.kind === "code" ? {"zero": 1} : {}
        Accessible.ignored: true
    }

    Rectangle {
        visible: cell.kind === "bar" && cell.text !== ""
        x: Desk.gap
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * Desk.gap
        height: 10
        radius: 5
        color: Theme.track
        border.width: Theme.contrasted ? 1 : 0
        border.color: Theme.line

        Rectangle {
            width: Math.max(parent.height, parent.width * cell.share)
            visible: cell.share > 0
            height: parent.height
            radius: 5
            color: Theme.pine
        }
    }
}
