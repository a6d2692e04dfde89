pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Kiosk
import kiosk.ui
import kiosk.ui.reception.controls

// The pages of the desk, at the start side; below them who is signed in.
Rectangle {
    id: rail

    required property Reception reception
    readonly property var words: rail.reception.speaking.words

    implicitWidth: Desk.rail
    color: Theme.cover

    ColumnLayout {
        anchors.fill: parent
        anchors.topMargin: Desk.gap * 2
        anchors.bottomMargin: Desk.gap
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

            T.AbstractButton {
                id: entry

                required property int index
                required property var modelData
                readonly property bool shown: rail.reception.page === entry.modelData.id

                Layout.fillWidth: true
                implicitHeight: Math.max(Desk.row, word.implicitHeight + Desk.gap)
                focusPolicy: Qt.StrongFocus
                Accessible.role: Accessible.PageTab
                Accessible.name: entry.modelData.name
                Accessible.selected: entry.shown
                Keys.onReturnPressed: entry.click()
                Keys.onEnterPressed: entry.click()
                onClicked: rail.reception.go(entry.modelData.id)

                Shortcut {
                    sequence: `Ctrl+${entry.index + 1}`
                    onActivated: entry.click()
                }

                background: Rectangle {
                    color: entry.shown || entry.hovered ? Theme.coverPressed : "transparent"

                    Rectangle {
                        visible: entry.shown
                        anchors.left: parent.left
                        width: 6
                        height: parent.height
                        color: Theme.saffron
                    }

                    DeskRing {
                        anchors.margins: 2
                        round: 2
                        shown: entry.visualFocus
                    }
                }

                contentItem: Item {
                    implicitHeight: word.implicitHeight

                    DeskText {
                        id: word

                        anchors.verticalCenter: parent.verticalCenter
                        anchors.left: parent.left
                        anchors.right: badge.left
                        anchors.leftMargin: Desk.gap * 1.5
                        text: entry.modelData.label
                        color: Theme.coverInk
                        font.weight: entry.shown ? Font.DemiBold : Font.Normal
                        Accessible.ignored: true
                    }

                    Rectangle {
                        id: badge

                        visible: entry.modelData.badge > 0
                        anchors.right: parent.right
                        anchors.rightMargin: Desk.gap
                        anchors.verticalCenter: parent.verticalCenter
                        width: visible ? Math.max(height, number.implicitWidth + Desk.gap) : 0
                        height: number.implicitHeight + 6
                        radius: height / 2
                        color: Theme.saffron

                        DeskText {
                            id: number

                            anchors.centerIn: parent
                            text: entry.modelData.badge
                            color: Theme.saffronEdge
                            font.weight: Font.Bold
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }

        Item {
            Layout.fillHeight: true
        }

        DeskText {
            Layout.fillWidth: true
            Layout.leftMargin: Desk.gap * 1.5
            Layout.rightMargin: Desk.gap
            text: rail.reception.who
            color: Theme.coverInk
            font.pixelSize: Desk.small
        }

        DeskButton {
            Layout.fillWidth: true
            Layout.margins: Desk.gap
            label: rail.words["desk_lock"] ?? ""
            keys: "Ctrl L"
            onClicked: rail.reception.lock()
        }
    }
}
