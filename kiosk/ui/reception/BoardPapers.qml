pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// The board and the huddle's page as PDF: in which language, and where to.
Column {
    id: papers

    required property K.BoardTab page
    required property var words

    spacing: Desk.gap

    Flow {
        width: papers.width
        spacing: Desk.gap

        DeskChoice {
            width: Math.min(papers.width, Math.round(320 * Desk.scale))
            label: papers.words["board_language"] ?? ""
            model: papers.page.languages
            current: papers.page.language
            onChosen: id => papers.page.chooseLanguage(id)
        }

        DeskField {
            id: folder

            width: Math.min(papers.width, Math.round(520 * Desk.scale))
            label: papers.words["board_folder"] ?? ""
            text: papers.page.folder
        }
    }

    Flow {
        width: papers.width
        spacing: Desk.gap

        Repeater {
            model: ["a4", "a3", "huddle"]

            DeskButton {
                required property string modelData

                label: papers.words["board_print_" + modelData] ?? ""
                enabled: papers.page.looked
                onClicked: papers.page.save(modelData, folder.text)
            }
        }
    }
}
