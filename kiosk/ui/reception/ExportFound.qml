pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// How many that are, and which columns they would have.
Column {
    id: view

    required property K.ExportPage page
    required property var words
    readonly property K.ExportLook seen: view.page.preview

    spacing: Desk.gap

    DeskText {
        width: parent.width
        visible: text !== "" && !view.seen.nothing
        text: view.seen.line
        font.weight: Font.DemiBold
        Accessible.role: Accessible.StaticText
    }

    DeskEmpty {
        width: parent.width
        visible: view.seen.nothing
        title: view.words["export_none_title"] ?? ""
        body: view.page.texts.none_body
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: view.seen.problem
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskButton {
            visible: !view.seen.looking
            label: view.words["export_look"] ?? ""
            keys: "Ctrl R"
            onClicked: view.page.look()
        }

        DeskButton {
            visible: view.seen.looking
            label: view.words["export_look_stop"] ?? ""
            onClicked: view.seen.stop()
        }

        DeskText {
            width: Math.min(implicitWidth, view.width)
            height: Math.max(Desk.row, implicitHeight)
            verticalAlignment: Text.AlignVCenter
            text: view.seen.looking ? view.words["export_looking"] ?? "" : view.page.texts.look_line
            color: Theme.muted
        }
    }

    Repeater {
        model: view.seen.tables

        Column {
            id: one

            required property var modelData

            width: view.width

            DeskText {
                width: parent.width
                text: one.modelData.title
                font.weight: Font.DemiBold
            }

            DeskText {
                width: parent.width
                text: one.modelData.text
                font.pixelSize: Desk.small
            }
        }
    }
}
