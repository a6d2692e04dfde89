import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A blank form, the poster or the card for the desk, saved as PDF.
FocusScope {
    id: view

    required property K.PapersPage page
    required property var words
    readonly property real wide: Math.min(view.width, Math.round(360 * Desk.scale))

    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Desk.gap * 1.5

        Flow {
            width: parent.width
            spacing: Desk.gap

            DeskChoice {
                width: view.wide
                focus: true
                label: view.words["papers_what"] ?? ""
                model: view.page.kinds
                current: view.page.kind
                onChosen: id => view.page.chooseKind(id)
            }

            DeskChoice {
                width: view.wide
                visible: view.page.kind === "blank"
                label: view.words["papers_form"] ?? ""
                model: view.page.forms
                current: view.page.form
                onChosen: id => view.page.chooseForm(id)
            }

            DeskChoice {
                width: view.wide
                label: view.words["papers_language"] ?? ""
                model: view.page.languages
                current: view.page.language
                onChosen: id => view.page.chooseLanguage(id)
            }
        }

        DeskField {
            id: folder

            width: Math.min(parent.width, Math.round(640 * Desk.scale))
            label: view.words["papers_folder"] ?? ""
            hint: view.words["papers_folder_hint"] ?? ""
            text: view.page.folder
            onAccepted: view.page.save(folder.text)
        }

        DeskButton {
            primary: true
            enabled: !view.page.busy
            label: view.words["papers_save"] ?? ""
            onClicked: view.page.save(folder.text)
        }
    }
}
