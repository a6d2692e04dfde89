pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The questions of the form, the one that is worked on, and what moves it.
FocusScope {
    id: view

    required property K.Editor page
    required property var words

    implicitHeight: scroll.contentHeight + moves.height + Desk.gap

    DeskScroll {
        id: scroll

        anchors.fill: parent
        anchors.bottomMargin: moves.height + Desk.gap
        contentHeight: list.height + 2 * list.y

        Column {
            id: list

            x: 6
            y: 6
            width: scroll.width - 12
            spacing: Desk.gap / 2

            Repeater {
                model: view.page.rows

                T.AbstractButton {
                    id: row

                    required property var modelData

                    width: list.width
                    implicitHeight: Math.max(Desk.row, told.height + Desk.gap)
                    focusPolicy: Qt.StrongFocus
                    Accessible.role: Accessible.RadioButton
                    Accessible.name: row.modelData.name
                    Accessible.checkable: true
                    Accessible.checked: row.modelData.current
                    Keys.onReturnPressed: row.click()
                    Keys.onEnterPressed: row.click()
                    onClicked: view.page.choose(row.modelData.id)

                    background: Rectangle {
                        radius: Desk.radius
                        color: row.modelData.current ? Theme.pineSoft : row.hovered ? Theme.rail : "transparent"
                        border.width: row.modelData.current ? Desk.outline : 0
                        border.color: Theme.pine

                        DeskRing {
                            shown: row.visualFocus
                        }
                    }

                    contentItem: Item {
                        Column {
                            id: told

                            anchors.verticalCenter: parent.verticalCenter
                            x: Desk.gap * (1 + Math.min(row.modelData.depth, 4))
                            width: parent.width - x - Desk.gap

                            DeskText {
                                width: parent.width
                                text: row.modelData.text
                                font.weight: row.modelData.group ? Font.DemiBold : Font.Normal
                                maximumLineCount: 3
                                elide: Text.ElideRight
                                Accessible.ignored: true
                            }

                            DeskText {
                                visible: text !== ""
                                width: parent.width
                                text: row.modelData.mark
                                font.pixelSize: Desk.small
                                font.weight: Font.DemiBold
                                color: Theme.pine
                                Accessible.ignored: true
                            }
                        }
                    }
                }
            }
        }
    }

    Flow {
        id: moves

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Desk.gap
        visible: view.page.allowed.all ?? false
        height: visible ? implicitHeight : 0

        DeskButton {
            label: view.words["edit_up"] ?? ""
            onClicked: view.page.move(-1)
        }

        DeskButton {
            label: view.words["edit_down"] ?? ""
            onClicked: view.page.move(1)
        }

        DeskText {
            visible: text !== ""
            width: parent.width
            text: view.page.refused.field === "question" ? view.page.refused.message : ""
            color: Theme.error
            font.weight: Font.DemiBold
            Accessible.role: Accessible.AlertMessage
        }
    }
}
