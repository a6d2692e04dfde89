pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// The answers of a question: their words, their order, one more, one less.
Column {
    id: view

    required property K.Editor page
    required property var words
    readonly property var options: view.page.fields.options ?? []
    readonly property bool may: view.page.fields.mayOptions ?? false

    function numbered(key: string, place: int): string {
        return (view.words[key] ?? "").replace("{number}", place + 1);
    }

    function said(place: int): string {
        return view.page.refused.field === "option" + place ? view.page.refused.message : "";
    }

    spacing: Desk.gap

    DeskText {
        width: parent.width
        text: view.words["edit_answers"] ?? ""
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: view.options

        Flow {
            id: row

            required property var modelData
            readonly property int place: row.modelData.place

            width: view.width
            spacing: Desk.gap / 2

            DeskField {
                id: field

                width: view.may ? Math.max(Math.round(140 * Desk.scale), row.width - 3 * Desk.row - 2 * Desk.gap) : row.width
                enabled: row.modelData.words
                label: view.numbered("edit_answer", row.place)
                bare: row.modelData.text !== ""
                hint: row.modelData.original
                text: row.modelData.text
                problem: view.said(row.place)
                onEdited: view.page.writeOption(row.place, field.text)
            }

            DeskButton {
                visible: view.may
                enabled: row.place > 0
                width: Desk.row
                terse: true
                label: "↑"
                Accessible.name: view.numbered("edit_answer_up", row.place)
                onClicked: view.page.moveOption(row.place, -1)
            }

            DeskButton {
                visible: view.may
                enabled: row.place < view.options.length - 1
                width: Desk.row
                terse: true
                label: "↓"
                Accessible.name: view.numbered("edit_answer_down", row.place)
                onClicked: view.page.moveOption(row.place, 1)
            }

            DeskButton {
                visible: view.may
                width: Desk.row
                terse: true
                label: "✕"
                Accessible.name: view.numbered("edit_answer_remove", row.place)
                onClicked: view.page.removeOption(row.place)
            }
        }
    }

    Flow {
        visible: view.may
        width: parent.width
        spacing: Desk.gap

        DeskField {
            id: more

            width: Math.min(parent.width, Math.round(280 * Desk.scale))
            bare: true
            label: view.words["edit_answer_new"] ?? ""
            problem: view.page.refused.field === "newOption" ? view.page.refused.message : ""
            onAccepted: add.click()
        }

        DeskButton {
            id: add

            enabled: more.text.trim() !== ""
            label: view.words["edit_answer_add"] ?? ""
            onClicked: if (view.page.addOption(more.text))
                more.clear()
        }
    }
}
