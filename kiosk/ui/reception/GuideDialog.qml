pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// A guide to read, over whatever page one is on.
DeskDialog {
    id: dialog

    required property K.Guiding guiding
    required property var words

    title: dialog.guiding.title
    shown: dialog.guiding.shown
    wide: 900
    onClosed: dialog.guiding.close()

    content: Column {
        id: inside

        spacing: Desk.gap

        Repeater {
            model: dialog.guiding.blocks

            Column {
                id: block

                required property var modelData
                readonly property bool heading: block.modelData.kind === "heading"
                readonly property bool listed: ["item", "row"].includes(block.modelData.kind)

                width: inside.width
                topPadding: block.heading ? Desk.gap : 0

                Image {
                    visible: block.modelData.picture !== ""
                    source: block.modelData.picture
                    // Upright ones would be higher than the window.
                    width: Math.min(parent.width, Desk.scale * Math.min(implicitWidth, 480 * implicitWidth / Math.max(1, implicitHeight)))
                    fillMode: Image.PreserveAspectFit
                    height: visible ? width * implicitHeight / Math.max(1, implicitWidth) : 0
                    Accessible.role: Accessible.Graphic
                    Accessible.name: block.modelData.text
                }

                DeskText {
                    visible: block.modelData.picture === ""
                    leftPadding: block.listed || block.modelData.kind === "code" ? Desk.gap : 0
                    width: parent.width
                    text: block.modelData.text
                    font.weight: block.heading ? Font.DemiBold : Font.Normal
                    Accessible.role: block.heading ? Accessible.Heading : Accessible.StaticText
                }
            }
        }

        DeskText {
            width: inside.width
            topPadding: Desk.gap
            text: dialog.words["guide_more"] ?? ""
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        Flow {
            width: inside.width
            spacing: Desk.gap / 2

            Repeater {
                model: dialog.guiding.others

                DeskButton {
                    required property var modelData

                    label: modelData.title
                    onClicked: dialog.guiding.open(modelData.id)
                }
            }
        }
    }

    // Beside the buttons, so that it is in sight wherever one has read to.
    buttons: Column {
        spacing: Desk.gap

        DeskText {
            visible: text !== ""
            width: parent.width
            text: dialog.guiding.problem || dialog.guiding.saved
            color: dialog.guiding.problem ? Theme.error : Theme.ink
            font.weight: Font.DemiBold
            Accessible.role: dialog.guiding.problem ? Accessible.AlertMessage : Accessible.StaticText
        }

        Flow {
            width: parent.width
            spacing: Desk.gap / 2

            DeskButton {
                primary: true
                label: dialog.words["guide_close"] ?? ""
                keys: "Esc"
                onClicked: dialog.guiding.close()
            }

            DeskButton {
                label: dialog.words["guide_save"] ?? ""
                keys: "Ctrl P"
                enabled: !dialog.guiding.busy
                onClicked: dialog.guiding.save()
            }
        }
    }
}
