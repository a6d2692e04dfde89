pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// When the patients' screen is open: hours of each day, days that stay closed, whom to call then.
Column {
    id: view

    required property K.ClinicPage page
    required property var words
    readonly property int across: Math.max(1, Math.min(3, Math.floor(view.width / (300 * Desk.scale))))

    component Setting: DeskField {
        id: field

        property string key: ""

        text: view.page.texts[field.key] ?? ""
        problem: view.page.problems[field.key] ?? ""
        onEdited: view.page.write(field.key, field.text)
        onAccepted: view.page.saveHours()
        onActiveFocusChanged: if (!field.activeFocus)
            view.page.check(field.key)
    }

    spacing: Desk.margin * 0.75

    DeskText {
        width: parent.width
        text: view.page.standing
        font.weight: Font.DemiBold
    }

    DeskText {
        width: parent.width
        text: view.words["clinic_hours_hint"] ?? ""
        color: Theme.muted
    }

    Grid {
        width: parent.width
        columns: view.across
        columnSpacing: Desk.gap * 1.5
        rowSpacing: Desk.gap

        Repeater {
            model: view.page.days

            Setting {
                required property var modelData

                width: (view.width - (view.across - 1) * Desk.gap * 1.5) / view.across
                key: modelData.id
                label: modelData.label
            }
        }
    }

    Grid {
        id: more

        width: parent.width
        columns: Math.min(2, view.across)
        columnSpacing: Desk.gap * 1.5
        rowSpacing: Desk.gap

        Setting {
            width: (view.width - (more.columns - 1) * Desk.gap * 1.5) / more.columns
            key: "hours.closed"
            label: view.words["clinic_days"] ?? ""
            hint: view.words["clinic_days_hint"] ?? ""
        }

        Setting {
            width: (view.width - (more.columns - 1) * Desk.gap * 1.5) / more.columns
            key: "hours.emergency"
            label: view.words["clinic_emergency"] ?? ""
            hint: view.words["clinic_emergency_hint"] ?? ""
            maximumLength: 40
        }
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskButton {
            primary: true
            label: view.words["clinic_hours_save"] ?? ""
            onClicked: view.page.saveHours()
        }

        DeskButton {
            label: view.words["clinic_hours_alike"] ?? ""
            onClicked: view.page.alike()
        }
    }
}
