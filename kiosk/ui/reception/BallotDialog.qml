pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Patients choose between wordings of a question: what they choose from, and how it stands.
DeskDialog {
    id: dialog

    required property K.Balloting balloting
    required property var words
    readonly property bool fresh: dialog.balloting.step === "new"
    readonly property var may: dialog.balloting.may

    shown: dialog.balloting.step !== ""
    title: dialog.words[dialog.fresh ? "vote_title" : "vote_stands"] ?? ""
    body: dialog.balloting.question
    wide: 820
    beginAtButtons: !dialog.fresh
    onClosed: dialog.balloting.shut()

    content: Column {
        id: inside

        BallotNew {
            width: inside.width
            visible: dialog.fresh
            focus: dialog.fresh
            balloting: dialog.balloting
            words: dialog.words
        }

        Column {
            width: inside.width
            visible: !dialog.fresh
            spacing: Desk.gap

            Repeater {
                model: dialog.fresh ? [] : dialog.balloting.lines

                DeskText {
                    required property string modelData

                    width: inside.width
                    text: modelData
                }
            }
        }
    }

    buttons: ReasonButtons {
        problem: dialog.balloting.problem

        DeskButton {
            visible: dialog.fresh
            primary: true
            enabled: !dialog.balloting.busy
            label: dialog.words["vote_go"] ?? ""
            keys: "Ctrl Return"
            onClicked: dialog.balloting.confirm()
        }

        DeskButton {
            visible: !dialog.fresh && dialog.may.draft
            primary: true
            label: dialog.words["vote_draft"] ?? ""
            onClicked: dialog.balloting.makeDraft()
        }

        DeskButton {
            visible: !dialog.fresh && dialog.may.both
            primary: true
            label: dialog.words["vote_help"] ?? ""
            onClicked: dialog.balloting.putAsHelp()
        }

        DeskButton {
            visible: !dialog.fresh && dialog.may.easy
            label: dialog.words["vote_easy"] ?? ""
            onClicked: dialog.balloting.putAsEasy()
        }

        DeskButton {
            visible: !dialog.fresh && dialog.may.close
            enabled: !dialog.balloting.busy
            label: dialog.words["vote_close"] ?? ""
            onClicked: dialog.balloting.closeBallot()
        }

        DeskButton {
            visible: !dialog.fresh && dialog.may.again
            label: dialog.words["vote_again"] ?? ""
            onClicked: dialog.balloting.again()
        }

        DeskButton {
            label: dialog.words[dialog.fresh ? "note_cancel" : "vote_shut"] ?? ""
            keys: "Esc"
            onClicked: dialog.balloting.shut()
        }
    }
}
