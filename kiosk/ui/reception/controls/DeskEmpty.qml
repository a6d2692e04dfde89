import QtQuick
import kiosk.ui

// What stands in the place of a table without rows: what would be here, and how it comes.
Column {
    id: empty

    property string title: ""
    property string body: ""

    spacing: Desk.gap

    DeskText {
        width: parent.width
        text: empty.title
        font.pixelSize: Math.round(Desk.text * 1.25)
        font.weight: Font.DemiBold
    }

    DeskText {
        width: Math.min(parent.width, Math.round(640 * Desk.scale))
        text: empty.body
        color: Theme.muted
    }
}
