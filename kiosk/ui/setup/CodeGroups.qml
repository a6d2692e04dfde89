pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// The recovery code by its numbered groups, as large as it is copied by hand.
Flow {
    id: code

    required property list<string> groups
    required property string groupWord

    spacing: Desk.gap / 2

    Repeater {
        model: code.groups

        Rectangle {
            id: group

            required property int index
            required property string modelData

            width: Math.max(number.implicitWidth, signs.implicitWidth) + 1.5 * Desk.gap
            height: number.implicitHeight + signs.implicitHeight + Desk.gap
            radius: Desk.radius
            color: Theme.card
            border.width: Desk.outline
            border.color: Theme.line

            DeskText {
                id: number

                anchors.horizontalCenter: parent.horizontalCenter
                y: Desk.gap / 3
                text: code.groupWord.replace("{number}", group.index + 1)
                color: Theme.muted
                font.pixelSize: Desk.small
            }

            DeskText {
                id: signs

                anchors.horizontalCenter: parent.horizontalCenter
                anchors.top: number.bottom
                text: group.modelData
                font.pixelSize: Math.round(Desk.text * 1.3)
                font.weight: Font.DemiBold
                font.features: {"zero": 1}
            }
        }
    }
}
