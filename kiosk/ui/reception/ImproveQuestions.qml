pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What the counters say of each question of one form; of the chosen one, by how the screen was used.
FocusScope {
    id: view

    required property K.QuestionsTab page
    required property var words

    Flow {
        id: above

        width: parent.width
        spacing: Desk.gap

        DeskChoice {
            width: Math.min(parent.width, Math.round(380 * Desk.scale))
            label: view.words["note_form"] ?? ""
            model: view.page.forms
            current: view.page.form
            onChosen: id => view.page.showForm(id)
        }

        DeskButton {
            label: view.words["week_change"] ?? ""
            enabled: view.page.mayChange
            onClicked: view.page.changeQuestion()
        }
    }

    DeskTable {
        anchors.fill: parent
        anchors.topMargin: above.height + Desk.gap
        anchors.bottomMargin: below.height + Desk.gap
        focus: true
        table: view.page.table
        words: view.words
        name: view.words["improve_tab_questions"] ?? ""
    }

    Column {
        id: below

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Math.round(Desk.gap / 2)

        DeskText {
            width: parent.width
            text: view.page.far || (view.words["figures_line"] ?? "")
            color: Theme.muted
        }

        Repeater {
            model: view.page.modes

            DeskText {
                required property string modelData

                width: below.width
                text: modelData
            }
        }
    }
}
