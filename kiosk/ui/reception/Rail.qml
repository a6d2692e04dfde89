pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk
import kiosk.ui
import kiosk.ui.reception.controls

// The pages of the desk, at the start side; below them who is signed in.
Rectangle {
    id: rail

    required property Reception reception

    signal viewAsked

    implicitWidth: Desk.rail
    color: Theme.cover

    DeskScroll {
        id: view

        anchors.fill: parent
        anchors.topMargin: Desk.gap * 2
        anchors.bottomMargin: Desk.gap
        contentHeight: Math.max(view.height, column.implicitHeight)

        ColumnLayout {
            id: column

            width: view.width
            height: view.contentHeight
            spacing: 0

            DeskText {
                Layout.fillWidth: true
                Layout.margins: Desk.gap
                Layout.leftMargin: Desk.gap * 1.5
                text: rail.reception.clinic
                color: Theme.coverInk
                font.weight: Font.DemiBold
                maximumLineCount: 3
                elide: Text.ElideRight
            }

            Repeater {
                model: rail.reception.rail

                RailEntry {
                    required property int index
                    required property var modelData

                    Layout.fillWidth: true
                    label: modelData.label
                    name: modelData.name
                    badge: modelData.badge
                    place: index + 1
                    shown: rail.reception.page === modelData.id
                    onClicked: rail.reception.go(modelData.id)
                }
            }

            Item {
                Layout.fillHeight: true
                implicitHeight: Desk.gap
            }

            RailFoot {
                Layout.fillWidth: true
                reception: rail.reception
                onViewAsked: rail.viewAsked()
            }
        }
    }
}
