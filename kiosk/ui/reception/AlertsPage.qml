pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Who is to be seen now, and who goes; nothing of an answer.
DeskFrame {
    id: view

    required property K.AlertsPage page
    required property var words
    readonly property var one: view.page.detail
    readonly property bool narrow: view.width <= Desk.narrow

    title: view.words["desk_alerts"] ?? ""
    // Where there is little room, who is to be seen has it.
    line: view.narrow && view.one.open ? "" : view.page.path
    problem: view.page.problem || view.page.trouble

    actions: [
        DeskButton {
            visible: view.page.canDrill && !(view.narrow && view.one.open)
            label: view.words["alerts_drill"] ?? ""
            onClicked: view.page.drill()
        },
        DeskButton {
            primary: true
            visible: view.narrow && (view.one.open ?? false)
            label: view.words["alerts_go"] ?? ""
            keys: "Ctrl G"
            onClicked: view.page.go()
        }
    ]

    Item {
        id: room

        anchors.fill: parent

        DeskTable {
            anchors.left: parent.left
            anchors.bottom: parent.bottom
            width: view.narrow || !detail.visible ? room.width : Math.round(room.width * 0.58)
            height: view.narrow && detail.visible ? room.height - detail.height - Desk.gap : room.height
            focus: true
            table: view.page.table
            words: view.words
            name: view.title
            empty: DeskEmpty {
                title: view.words["alerts_empty_title"] ?? ""
                body: view.words["alerts_empty_body"] ?? ""
            }
        }

        Rectangle {
            id: detail

            anchors.right: parent.right
            anchors.top: parent.top
            width: view.narrow ? room.width : room.width - Math.round(room.width * 0.58) - Desk.margin
            height: view.narrow ? Math.round(room.height * 0.64) : room.height
            visible: view.one.title !== undefined
            color: Theme.card
            radius: Desk.radius
            border.width: Desk.outline
            border.color: view.one.open ? Theme.noticeEdge : Theme.hair

            Flickable {
                id: flick

                function scroll(by: real) {
                    flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, flick.contentY + by));
                }

                activeFocusOnTab: flick.contentHeight > flick.height
                Accessible.role: Accessible.Pane
                Accessible.name: view.one.title ?? ""
                Keys.onDownPressed: flick.scroll(Desk.row)
                Keys.onUpPressed: flick.scroll(-Desk.row)
                anchors.fill: parent
                anchors.margins: Desk.gap * 1.5
                contentHeight: lines.implicitHeight
                clip: true
                boundsBehavior: Flickable.StopAtBounds

                DeskRing {
                    shown: flick.activeFocus
                }

                Column {
                    id: lines

                    width: parent.width
                    spacing: Desk.gap

                    DeskText {
                        width: parent.width
                        text: view.one.title ?? ""
                        font.weight: Font.DemiBold
                        font.pixelSize: Math.round(Desk.text * 1.2)
                        Accessible.role: Accessible.Heading
                    }

                    DeskButton {
                        primary: true
                        visible: !view.narrow && (view.one.open ?? false)
                        label: view.words["alerts_go"] ?? ""
                        keys: "Ctrl G"
                        onClicked: view.page.go()
                    }

                    DeskText {
                        width: parent.width
                        visible: !(view.one.open ?? true)
                        text: view.one.state ?? ""
                        font.weight: Font.DemiBold
                    }

                    Repeater {
                        model: view.one.lines ?? []

                        DeskText {
                            required property string modelData

                            width: lines.width
                            text: modelData
                        }
                    }

                    DeskButton {
                        visible: view.one.hasForm ?? false
                        label: (view.one.shown ? view.words["alerts_form_hide"] : view.words["alerts_form_show"]) ?? ""
                        onClicked: view.page.showForm()
                        onActiveFocusChanged: if (activeFocus)
                            flick.scroll(flick.contentHeight)
                    }

                    DeskText {
                        width: parent.width
                        visible: text !== ""
                        text: view.one.form ?? ""
                    }
                }
            }
        }
    }
}
