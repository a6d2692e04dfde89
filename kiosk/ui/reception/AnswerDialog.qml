pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Another answer to one question: options to choose from, or fields to write in.
DeskDialog {
    id: dialog

    required property K.Correcting correcting
    required property var words
    readonly property var field: dialog.correcting.field
    property var chosen: []
    property var texts: ({})

    function toggle(id: string) {
        const others = dialog.chosen.filter(one => one !== id);
        const on = others.length === dialog.chosen.length;
        dialog.chosen = !dialog.field.many ? [id] : on ? [...others, id] : others;
    }

    shown: dialog.correcting.asking
    title: dialog.field.question
    body: `${dialog.words["amend_answer"] ?? ""}: ${dialog.field.before ?? ""}`
    onAboutToShow: {
        dialog.chosen = dialog.field.options.filter(one => one.on).map(one => one.id);
        const texts = dialog.field.way === "options" ? {way: "options", own: dialog.field.ownText} : {};
        for (const one of dialog.field.fields)
            texts[one.name] = one.text;
        dialog.texts = texts;
    }
    onClosed: dialog.correcting.dismiss()

    content: Column {
        id: inside

        spacing: Desk.gap

        DeskText {
            visible: dialog.field.way === "none"
            width: inside.width
            text: dialog.words["amend_cannot"] ?? ""
        }

        Repeater {
            model: dialog.field.options

            DeskTick {
                id: tick

                required property int index
                required property var modelData

                width: inside.width
                focus: tick.index === 0
                single: !dialog.field.many
                label: tick.modelData.label
                checked: dialog.chosen.includes(tick.modelData.id)
                onClicked: {
                    dialog.toggle(tick.modelData.id);
                    tick.checked = Qt.binding(() => dialog.chosen.includes(tick.modelData.id));
                }
            }
        }

        DeskArea {
            visible: dialog.field.own ?? false
            width: inside.width
            label: dialog.words["amend_own"] ?? ""
            text: dialog.field.ownText ?? ""
            onEdited: dialog.texts = Object.assign({}, dialog.texts, {own: text})
        }

        Repeater {
            model: dialog.field.fields

            AnswerPart {
                id: part

                required property int index
                required property var modelData

                width: inside.width
                focus: part.index === 0
                several: part.modelData.lines
                label: part.modelData.label
                begin: part.modelData.text
                onEdited: text => dialog.texts = Object.assign({}, dialog.texts, {[part.modelData.name]: text})
            }
        }
    }

    buttons: ReasonButtons {
        problem: dialog.correcting.problem

        DeskButton {
            primary: true
            visible: dialog.field.canSet ?? false
            label: dialog.words["amend_set"] ?? ""
            keys: "Ctrl Return"
            onClicked: dialog.correcting.take(dialog.chosen, dialog.texts)
        }

        DeskButton {
            visible: dialog.field.canSet ?? false
            label: dialog.words["amend_none"] ?? ""
            onClicked: dialog.correcting.clear()
        }

        DeskButton {
            label: dialog.words["reason_cancel"] ?? ""
            onClicked: dialog.correcting.dismiss()
        }
    }
}
