import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// The buttons of a dialog, and above them what is wrong; both are seen however long it is.
Column {
    id: foot

    property string problem: ""
    default property alias buttons: row.data

    spacing: Desk.gap

    DeskText {
        visible: text !== ""
        width: foot.width
        text: foot.problem
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }

    Flow {
        id: row

        width: foot.width
        spacing: Desk.gap
    }
}
