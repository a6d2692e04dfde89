pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Which forms are offered, and how the kiosk knows whose answers they are.
StepFrame {
    id: view

    required property K.SetUpFormsPage page
    required property var words

    title: view.words["setup_forms_title"] ?? ""
    line: view.words["setup_forms_line"] ?? ""

    Column {
        width: parent.width

        Repeater {
            model: view.page.rows

            DeskTick {
                id: form

                required property var modelData

                width: parent?.width ?? 0
                label: form.modelData.title
                line: form.modelData.line
                checkable: false
                checked: form.modelData.on
                onClicked: view.page.toggle(form.modelData.name)
            }
        }
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: view.page.fromCentre
    }

    DeskText {
        width: parent.width
        text: view.words["setup_identity"] ?? ""
        font.weight: Font.DemiBold
        Accessible.role: Accessible.StaticText
    }

    Column {
        width: parent.width

        Repeater {
            model: view.page.ways

            DeskTick {
                id: way

                required property var modelData

                width: parent?.width ?? 0
                single: true
                label: way.modelData.label
                line: way.modelData.line
                checkable: false
                checked: way.modelData.on
                onClicked: view.page.identify(way.modelData.id)
            }
        }
    }
}
