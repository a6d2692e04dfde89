import QtQuick
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Above every page: what can't wait, and of when it is what the page shows where that is far away.
ColumnLayout {
    id: above

    required property K.Reception reception

    spacing: 0

    AlertStrip {
        Layout.fillWidth: true
        Layout.margins: Desk.margin
        Layout.topMargin: Desk.gap
        Layout.bottomMargin: 0
        strip: above.reception.strip
        onOpened: page => above.reception.go(page)
    }

    DeskText {
        Layout.fillWidth: true
        Layout.margins: Desk.margin
        Layout.bottomMargin: 0
        visible: text !== ""
        text: above.reception.note
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }
}
