pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The export that is being written, with a way to stop it; or what came of it.
Rectangle {
    id: view

    required property K.ExportRun run
    required property var words
    readonly property bool ended: view.run.lines.length > 0 || view.run.problem !== ""

    visible: view.run.running || view.ended
    implicitHeight: column.implicitHeight + 2 * Desk.gap
    radius: Desk.radius
    color: Theme.card
    border.width: Desk.outline
    border.color: view.run.problem ? Theme.error : Theme.pine

    Column {
        id: column

        x: Desk.gap
        y: Desk.gap
        width: parent.width - 2 * Desk.gap
        spacing: Desk.gap

        DeskText {
            width: parent.width
            visible: text !== ""
            text: view.run.line
            font.weight: Font.DemiBold
        }

        Rectangle {
            width: parent.width
            height: Math.round(14 * Desk.scale)
            visible: view.run.running
            radius: height / 2
            color: Theme.paper
            border.width: Desk.outline
            border.color: Theme.line
            Accessible.role: Accessible.ProgressBar
            Accessible.name: view.run.line

            Rectangle {
                width: Math.max(parent.height, parent.width * view.run.share)
                height: parent.height
                radius: height / 2
                color: Theme.pine
            }
        }

        DeskText {
            width: parent.width
            visible: text !== ""
            text: view.run.problem
            color: Theme.error
            font.weight: Font.DemiBold
            Accessible.role: Accessible.AlertMessage
        }

        Repeater {
            model: view.run.lines

            DeskText {
                required property string modelData

                width: column.width
                text: modelData
                wrapMode: Text.WrapAnywhere
            }
        }

        DeskText {
            width: parent.width
            visible: view.run.code !== ""
            text: view.words["export_code"] ?? ""
        }

        DeskText {
            width: parent.width
            visible: text !== ""
            text: view.run.code
            font.pixelSize: Desk.code
            font.weight: Font.DemiBold
            font.features: {"zero": 1}
        }

        DeskButton {
            visible: view.run.running
            label: view.words["export_stop"] ?? ""
            onClicked: view.run.stop()
        }

        DeskButton {
            visible: !view.run.running
            label: view.words["export_read"] ?? ""
            onClicked: view.run.dismiss()
        }
    }
}
