pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Which forms are offered to people who come by themselves: on which screens, on which days.
Column {
    id: view

    required property K.ClinicPage page
    required property var words

    spacing: Desk.margin * 0.75

    DeskText {
        width: parent.width
        text: view.words["clinic_forms_line"] ?? ""
        color: Theme.muted
    }

    Repeater {
        model: view.page.forms

        Column {
            id: form

            required property var modelData
            readonly property string url: form.modelData.url
            readonly property var rule: view.page.rules[form.url] ?? ({where: "all", days: []})
            // Where another desk said so; here it can be changed, but not said anew.
            readonly property bool elsewhere: form.rule.where === "others"

            width: view.width
            spacing: Desk.gap / 2

            DeskText {
                width: parent.width
                text: form.modelData.title
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }

            DeskChoice {
                width: Math.min(parent.width, Math.round(420 * Desk.scale))
                label: view.words["clinic_where"] ?? ""
                spoken: (view.words["clinic_where_of"] ?? "").replace("{form}", form.modelData.title)
                model: form.elsewhere ? [...view.page.where, {id: "others", label: view.words["clinic_where_others"]}] : view.page.where
                current: form.rule.where
                onChosen: id => view.page.offerOn(form.url, id)
            }

            Flow {
                width: parent.width
                spacing: Desk.gap
                enabled: form.rule.where !== "none"
                opacity: form.rule.where === "none" ? 0 : 1

                Repeater {
                    model: view.page.days

                    DeskTick {
                        id: day

                        required property int index
                        required property var modelData

                        label: day.modelData.label
                        spoken: (view.words["clinic_on_day"] ?? "").replace("{form}", form.modelData.title).replace("{day}", day.modelData.label)
                        checkable: false
                        checked: form.rule.days[day.index] ?? true
                        onClicked: view.page.offerDay(form.url, day.index, !day.checked)
                    }
                }
            }

            Rectangle {
                width: parent.width
                height: 1
                color: Theme.hair
            }
        }
    }
}
