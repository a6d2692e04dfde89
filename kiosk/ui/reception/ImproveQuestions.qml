pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What the counters say of each question of one form; of the chosen one, by how the screen was used.
ImprovePart {
    id: view

    required property K.QuestionsTab page
    required property var words

    least: above.height + below.height + 2 * Desk.gap + view.fewRows

    Flow {
        id: above

        width: parent.width
        spacing: Desk.gap

        DeskChoice {
            id: form

            width: Math.min(parent.width, Math.round(380 * Desk.scale), Math.max(240 * Desk.scale, parent.width - change.width - Desk.gap))
            label: view.words["note_form"] ?? ""
            model: view.page.forms
            current: view.page.form
            onChosen: id => view.page.showForm(id)
        }

        Item {
            width: change.width
            height: y > form.y ? change.height : form.height

            DeskButton {
                id: change

                anchors.bottom: parent.bottom
                label: view.words["week_change"] ?? ""
                enabled: view.page.mayChange
                onClicked: view.page.changeQuestion()
            }
        }

        Item {
            width: choose.width
            height: y > form.y ? choose.height : form.height

            DeskButton {
                id: choose

                anchors.bottom: parent.bottom
                label: view.words["vote_button"] ?? ""
                enabled: view.page.mayChoose
                onClicked: view.page.letChoose()
            }
        }
    }

    DeskTable {
        y: above.height + Desk.gap
        width: parent.width
        height: below.y - y - Desk.gap
        focus: true
        table: view.page.table
        words: view.words
        name: view.words["improve_tab_questions"] ?? ""
    }

    Column {
        id: below

        y: parent.height - height
        width: parent.width
        spacing: Math.round(Desk.gap / 2)

        DeskText {
            width: parent.width
            text: view.page.far || (view.words["figures_line"] ?? "")
            color: Theme.muted
        }

        Repeater {
            model: [...view.page.ballots, ...view.page.modes]

            DeskText {
                required property string modelData

                width: below.width
                text: modelData
            }
        }
    }

    BallotDialog {
        balloting: view.page.balloting
        words: view.words
    }
}
