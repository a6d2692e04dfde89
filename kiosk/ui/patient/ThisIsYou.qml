pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// By what one knows that it is oneself: initials, and the time of the appointment. Nothing else.
Item {
    id: card

    required property PatientScreen patient
    readonly property var words: card.patient.speaking.words
    readonly property var lines: [
        {
            label: card.words["identity_initials"],
            value: card.patient.identity.initials
        },
        {
            label: card.words["identity_time"],
            value: card.patient.identity.time
        }
    ].filter(line => line.value)

    implicitHeight: told.height + 2 * Theme.margin

    Rectangle {
        width: parent.width
        height: Math.min(parent.height, told.height + 2 * Theme.margin)
        radius: Theme.radius
        color: Theme.pineSoft
        border.width: Theme.contrasted ? Theme.outline : 0
        border.color: Theme.line

        Column {
            id: told

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: Theme.margin
            y: Theme.margin
            spacing: Theme.gap

            Repeater {
                model: card.lines

                Column {
                    id: line

                    required property var modelData

                    width: told.width

                    PlainText {
                        width: parent.width
                        text: line.modelData.label
                        font.pixelSize: Theme.small
                    }

                    PlainText {
                        readonly property bool personal: true

                        width: parent.width
                        text: line.modelData.value
                        font.pixelSize: Theme.heading
                        font.weight: Font.DemiBold
                    }
                }
            }
        }
    }
}
