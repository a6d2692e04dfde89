import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// One thing to look at where the kiosk stands, with its drawing and who ticked it.
Item {
    id: row

    required property string what
    required property string label
    required property string line
    required property string by
    required property bool on

    signal ticked

    implicitHeight: Math.max(drawing.height, tick.implicitHeight + (who.visible ? who.implicitHeight : 0)) + Desk.gap

    PlaceDrawing {
        id: drawing

        anchors.left: parent.left
        width: height
        height: Math.round(64 * Math.min(Desk.scale, 1.5))
        what: row.what
    }

    DeskTick {
        id: tick

        anchors.left: drawing.right
        anchors.leftMargin: Desk.gap
        anchors.right: parent.right
        label: row.label
        line: row.line
        checkable: false
        checked: row.on
        onClicked: row.ticked()
    }

    DeskText {
        id: who

        anchors.left: tick.left
        anchors.leftMargin: Math.round(26 * Desk.scale) + 1.5 * Desk.gap
        anchors.right: parent.right
        anchors.top: tick.bottom
        visible: text !== ""
        text: row.by
        color: Theme.muted
        font.pixelSize: Desk.small
    }
}
