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
    signal noteAsked

    implicitWidth: Desk.rail
    color: Theme.cover

    // Who is signed in and the way out stay in sight, however many pages there are above them.
    RailFoot {
        id: foot

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Desk.gap
        width: parent.width
        reception: rail.reception
        onViewAsked: rail.viewAsked()
        onNoteAsked: rail.noteAsked()
    }

    GuideDialog {
        guiding: rail.reception.guiding
        words: rail.reception.speaking.words
    }

    DeskScroll {
        id: view

        anchors.fill: parent
        anchors.topMargin: Desk.gap * 2
        anchors.bottomMargin: foot.height + 2 * Desk.gap
        contentHeight: column.implicitHeight

        ColumnLayout {
            id: column

            width: view.width
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
                    id: entry

                    required property int index
                    required property var modelData

                    Layout.fillWidth: true
                    label: modelData.label
                    name: modelData.name
                    badge: modelData.badge
                    place: index + 1
                    shown: rail.reception.page === modelData.id
                    onClicked: rail.reception.go(modelData.id)
                    onShownChanged: entry.keepInSight()
                    Component.onCompleted: entry.keepInSight()

                    function keepInSight() {
                        if (entry.shown)
                            Qt.callLater(view.reveal, entry);
                    }
                }
            }
        }
    }
}
