import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The monthly return of the Friends and Family Test, into the folder above.
Column {
    id: view

    required property K.ExportPage page
    required property var words

    spacing: Desk.gap

    DeskText {
        width: parent.width
        text: view.words["export_kind_fft"] ?? ""
        font.pixelSize: Math.round(Desk.text * 1.25)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    DeskText {
        width: parent.width
        text: view.words["export_fft_line"] ?? ""
        color: Theme.muted
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskChoice {
            id: month

            label: view.words["export_month"] ?? ""
            model: view.page.months
            current: view.page.held.month
            onChosen: id => view.page.chooseMonth(id)
        }

        Item {
            implicitWidth: make.implicitWidth
            implicitHeight: Math.max(month.implicitHeight, make.implicitHeight)

            DeskButton {
                id: make

                anchors.bottom: parent.bottom
                enabled: !view.page.run.running
                label: view.words["export_fft_go"] ?? ""
                onClicked: view.page.beginMonth()
            }
        }
    }
}
