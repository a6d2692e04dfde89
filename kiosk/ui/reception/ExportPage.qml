import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What is taken out of the kiosk: what, of which responses, where to.
DeskFrame {
    id: view

    required property K.ExportPage page
    required property var words
    readonly property bool running: view.page.run.running

    // The bar, and what came of it, stand above all.
    onRunningChanged: scroll.to(0)
    title: view.words["desk_export"] ?? ""
    line: view.page.texts.line
    problem: view.page.problem
    actions: [
        DeskButton {
            primary: true
            enabled: !view.page.run.running && !view.page.preview.nothing
            label: view.words["export_go"] ?? ""
            keys: "Ctrl E"
            // By its key, too, it takes the keyboard: what was typed into a field counts.
            onClicked: {
                forceActiveFocus();
                view.page.begin();
            }
        }
    ]

    DeskScroll {
        id: scroll

        anchors.fill: parent
        focus: true
        activeFocusOnTab: true
        contentHeight: column.height + 2 * column.y
        Accessible.role: Accessible.Pane
        Accessible.name: view.title

        Column {
            id: column

            // Room for the ring around what has the keyboard.
            x: 6
            y: 6
            width: scroll.width - Desk.margin
            spacing: Desk.margin

            DeskText {
                width: parent.width
                visible: text !== ""
                text: view.page.held.trouble
                font.weight: Font.DemiBold
                Accessible.role: Accessible.AlertMessage
            }

            ExportProgress {
                width: parent.width
                run: view.page.run
                words: view.words
            }

            ExportWhat {
                width: parent.width
                focus: true
                page: view.page
                words: view.words
            }

            ExportFound {
                width: parent.width
                page: view.page
                words: view.words
            }

            ExportTo {
                width: parent.width
                page: view.page
                words: view.words
            }

            Rectangle {
                width: parent.width
                height: Desk.outline
                color: Theme.hair
            }

            ExportMonthly {
                width: parent.width
                page: view.page
                words: view.words
            }
        }
    }

    ExportDialog {
        page: view.page
        words: view.words
    }
}
