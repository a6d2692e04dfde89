import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A part of the editor that may be taller than its place.
DeskScroll {
    id: scroll

    required property K.Editor page
    required property var words
    default property alias content: column.data
    property alias spacing: column.spacing

    function said(field: string): string {
        return scroll.page.refused.field === field ? scroll.page.refused.message : "";
    }

    contentHeight: column.height + 2 * column.y
    // With all of it in sight.
    implicitHeight: scroll.contentHeight

    Column {
        id: column

        // Room for the ring around what has the keyboard.
        x: 6
        y: 6
        width: scroll.width - Desk.margin
        spacing: Desk.gap * 1.5
    }
}
