import QtQuick
import kiosk.ui
import kiosk.ui.controls as Glass
import kiosk.ui.reception.controls

// What came of one check: a sign and a word, never a colour alone; what it means, what mends it.
Item {
    id: row

    required property string name
    required property string how
    required property string word
    required property string found
    required property string mend
    readonly property bool grave: row.how === "mend"

    implicitHeight: texts.implicitHeight + Desk.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: [row.name + " · " + row.word, row.found, row.mend].filter(Boolean).join(". ")

    Rectangle {
        id: mark

        anchors.left: parent.left
        width: Math.round(26 * Desk.scale)
        height: width
        radius: width / 2
        color: row.grave ? Theme.error : row.how === "well" ? Theme.pine : Theme.notice
        border.width: row.grave || row.how === "well" ? 0 : Desk.outline
        border.color: Theme.noticeEdge

        Glass.Icon {
            anchors.centerIn: parent
            side: Math.round(parent.width * 0.7)
            name: row.how === "well" ? "check" : "attention"
            colour: row.grave || row.how === "well" ? Theme.paper : Theme.ink
        }
    }

    Column {
        id: texts

        anchors.left: mark.right
        anchors.leftMargin: Desk.gap
        anchors.right: parent.right

        DeskText {
            width: parent.width
            text: row.name + " · " + row.word
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }

        DeskText {
            visible: text !== ""
            width: parent.width
            text: row.found
            font.pixelSize: Desk.small
            Accessible.ignored: true
        }

        DeskText {
            visible: text !== ""
            width: parent.width
            text: row.mend
            font.pixelSize: Desk.small
            color: Theme.muted
            Accessible.ignored: true
        }
    }
}
