pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What the desk says to what was heard: not yet, no because, or words. Never "we did".
DeskDialog {
    id: dialog

    required property K.Answering answering
    required property var words
    property bool busy: false
    property string said: ""
    property string until: ""

    title: dialog.words["answer_title"] ?? ""
    body: dialog.answering.question
    shown: dialog.answering.shown
    wide: 760
    onAboutToShow: {
        dialog.said = "";
        dialog.until = "";
    }
    onClosed: dialog.answering.close()

    content: Column {
        id: inside

        spacing: Desk.gap

        component Choices: Grid {
            id: choices

            property string name: ""
            property var model: []
            property bool begins: false

            signal picked(string id)

            width: inside.width
            columns: inside.width > 560 * Desk.scale ? 2 : 1
            Accessible.role: Accessible.Grouping
            Accessible.name: choices.name

            Repeater {
                model: choices.model

                DeskTick {
                    required property int index
                    required property var modelData

                    width: Math.floor(choices.width / choices.columns)
                    single: true
                    checkable: false
                    focus: choices.begins && index === 0
                    checked: modelData.chosen
                    label: modelData.label
                    onClicked: choices.picked(modelData.id)
                }
            }
        }

        Choices {
            begins: true
            name: dialog.words["answer_title"] ?? ""
            model: dialog.answering.outcomes
            onPicked: id => dialog.answering.choose(id)
        }

        DeskText {
            visible: dialog.answering.reasons.length > 0
            width: inside.width
            text: dialog.words["answer_because"] ?? ""
            font.weight: Font.DemiBold
        }

        Choices {
            name: dialog.words["answer_because"] ?? ""
            model: dialog.answering.reasons
            onPicked: id => dialog.answering.because(id)
        }

        DeskField {
            visible: dialog.answering.hasDay
            width: Math.min(inside.width, Math.round(360 * Desk.scale))
            label: dialog.words["answer_until"] ?? ""
            hint: dialog.words["answer_until_hint"] ?? ""
            maximumLength: 12
            onEdited: dialog.until = text
        }

        DeskArea {
            width: inside.width
            lines: 2
            label: dialog.words["answer_text"] ?? ""
            onEdited: dialog.said = text
        }

        DeskText {
            width: inside.width
            text: dialog.words["answer_hint"] ?? ""
            color: Theme.muted
        }
    }

    buttons: ReasonButtons {
        problem: dialog.answering.problem

        DeskButton {
            primary: true
            enabled: !dialog.busy
            label: dialog.words["answer_go"] ?? ""
            keys: "Ctrl Return"
            onClicked: dialog.answering.confirm(dialog.said, dialog.until)
        }

        DeskButton {
            label: dialog.words["note_cancel"] ?? ""
            keys: "Esc"
            onClicked: dialog.answering.close()
        }
    }
}
