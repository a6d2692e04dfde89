pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Whose a response is: the number it has and the right one side by side, the right one twice.
DeskDialog {
    id: dialog

    required property K.ResponseChanges changes
    required property var words
    property string patient: ""
    property string kind: "nhs"
    property string first: ""
    property string again: ""
    property string reason: ""
    property string more: ""

    wide: 760
    title: dialog.words["move_title"] ?? ""
    body: dialog.words["move_body"] ?? ""
    onAboutToShow: {
        dialog.first = dialog.again = dialog.reason = dialog.more = "";
    }
    onClosed: dialog.changes.dismiss()

    content: Column {
        id: inside

        spacing: Desk.gap

        Row {
            width: inside.width
            spacing: Desk.gap

            Repeater {
                model: [[dialog.words["move_now"], dialog.patient], [dialog.words["move_to"], dialog.first || "…"]]

                Rectangle {
                    id: side

                    required property var modelData

                    width: (inside.width - Desk.gap) / 2
                    implicitHeight: both.implicitHeight + 2 * Desk.gap
                    radius: Desk.radius
                    color: Theme.card
                    border.width: Desk.outline
                    border.color: Theme.line

                    Column {
                        id: both

                        anchors.centerIn: parent
                        width: parent.width - 2 * Desk.gap

                        DeskText {
                            width: both.width
                            text: side.modelData[0] ?? ""
                            color: Theme.muted
                        }

                        DeskText {
                            width: both.width
                            text: side.modelData[1]
                            font.pixelSize: Desk.code
                            font.weight: Font.DemiBold
                            font.features: {"zero": 1}
                        }
                    }
                }
            }
        }

        Repeater {
            model: ["nhs", "own"]

            DeskTick {
                id: tick

                required property string modelData

                width: inside.width
                single: true
                label: dialog.words[`move_kind_${tick.modelData}`] ?? ""
                checked: dialog.kind === tick.modelData
                onClicked: {
                    dialog.kind = tick.modelData;
                    tick.checked = Qt.binding(() => dialog.kind === tick.modelData);
                }
            }
        }

        DeskField {
            focus: true
            width: inside.width
            label: dialog.words["move_first"] ?? ""
            maximumLength: 60
            onEdited: dialog.first = text
        }

        DeskField {
            width: inside.width
            label: dialog.words["move_again"] ?? ""
            maximumLength: 60
            onEdited: dialog.again = text
        }

        ReasonFields {
            width: inside.width
            words: dialog.words
            reasons: dialog.changes.reasons
            onReasonChanged: dialog.reason = reason
            onMoreChanged: dialog.more = more
        }
    }

    buttons: ReasonButtons {
        problem: dialog.changes.problem

        DeskButton {
            primary: true
            enabled: !dialog.changes.busy
            label: dialog.words["move_go"] ?? ""
            onClicked: dialog.changes.move(dialog.kind, dialog.first, dialog.again, dialog.reason, dialog.more)
        }

        DeskButton {
            label: dialog.words["reason_cancel"] ?? ""
            onClicked: dialog.changes.dismiss()
        }
    }
}
