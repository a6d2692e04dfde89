pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Where the PDF of a response goes.
DeskDialog {
    id: dialog

    required property K.ResponsePaper paper
    required property var words
    property string folder: ""

    shown: dialog.paper.asking
    title: dialog.words["save_title"] ?? ""
    body: dialog.words["save_body"] ?? ""
    onAboutToShow: dialog.folder = dialog.paper.folder
    onClosed: dialog.paper.dismiss()

    content: DeskField {
        focus: true
        label: dialog.words["save_folder"] ?? ""
        text: dialog.paper.folder
        onEdited: dialog.folder = text
        onAccepted: dialog.paper.save(dialog.folder)
    }

    buttons: ReasonButtons {
        problem: dialog.paper.problem

        DeskButton {
            primary: true
            enabled: !dialog.paper.busy
            label: dialog.words["save_go"] ?? ""
            onClicked: dialog.paper.save(dialog.folder)
        }

        DeskButton {
            label: dialog.words["reason_cancel"] ?? ""
            onClicked: dialog.paper.dismiss()
        }
    }
}
