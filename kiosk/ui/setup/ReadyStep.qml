pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What doctor finds, what is looked at where the kiosk stands; the foot starts the kiosk.
StepFrame {
    id: view

    required property K.ReadyPage page
    required property var words

    widest: 900
    title: view.words["setup_ready_title"] ?? ""
    line: view.words["setup_ready_line"] ?? ""

    Flow {
        width: parent.width
        spacing: Desk.margin

        DeskText {
            height: Math.max(again.height, implicitHeight)
            width: Math.min(implicitWidth, parent?.width ?? 0)
            verticalAlignment: Text.AlignVCenter
            text: view.page.summary
            font.weight: Font.DemiBold
            Accessible.role: Accessible.AlertMessage
        }

        DeskButton {
            id: again

            enabled: !view.page.looking
            label: view.words["setup_look_again"] ?? ""
            onClicked: view.page.look()
        }
    }

    Heading {
        text: view.words["setup_place_title"] ?? ""
    }

    DeskField {
        id: by

        width: Math.min(parent.width, Math.round(420 * Desk.scale))
        label: view.words["setup_place_name"] ?? ""
        text: view.page.by
        maximumLength: 80
        onEdited: view.page.signAs(by.text)
    }

    Column {
        width: parent.width

        Repeater {
            model: view.page.place

            PlaceRow {
                id: thing

                required property var modelData

                width: parent?.width ?? 0
                what: thing.modelData.name
                label: thing.modelData.label
                line: thing.modelData.line
                by: thing.modelData.by
                on: thing.modelData.on
                onTicked: view.page.tick(thing.modelData.name, !thing.modelData.on)
            }
        }
    }

    Heading {
        text: view.words["setup_checks_title"] ?? ""
    }

    Column {
        width: parent.width
        spacing: Desk.gap

        Repeater {
            model: view.page.checks

            CheckRow {
                id: check

                required property var modelData

                width: parent?.width ?? 0
                name: check.modelData.name
                how: check.modelData.state
                word: check.modelData.word
                found: check.modelData.found
                mend: check.modelData.mend
            }
        }
    }

    component Heading: DeskText {
        width: parent?.width ?? 0
        font.pixelSize: Math.round(Desk.text * 1.25)
        font.weight: Font.DemiBold
    }
}
