import QtQuick
import QtQuick.Layouts
import kiosk.ui

// A page of the desk: its title with a line below it, its actions beside, then what it holds.
Item {
    id: frame

    property string title: ""
    property string line: ""
    property string problem: ""
    // What it holds is never lower: where the window is, all of the page is one scroll.
    property real least: 0
    property alias actions: row.data
    default property alias content: body.data

    DeskScroll {
        id: scroll

        anchors.fill: parent
        contentHeight: Math.max(scroll.height, 2 * Desk.margin + head.implicitHeight + (told.visible ? Desk.gap + told.implicitHeight : 0) + Desk.gap + frame.least)

        ColumnLayout {
            x: Desk.margin
            y: Desk.margin
            width: scroll.width - 2 * Desk.margin
            height: scroll.contentHeight - 2 * Desk.margin
            spacing: Desk.gap

            Flow {
                id: head

                Layout.fillWidth: true
                spacing: Desk.gap

                Column {
                    readonly property real beside: parent.width - row.width - Desk.gap

                    // Beside the actions, or above them over the whole width.
                    width: beside >= 320 * Desk.scale ? beside : parent.width

                    DeskText {
                        width: parent.width
                        text: frame.title
                        font.pixelSize: Desk.title
                        font.weight: Font.DemiBold
                        Accessible.role: Accessible.Heading
                    }

                    DeskText {
                        visible: text !== ""
                        width: parent.width
                        text: frame.line
                        color: Theme.muted
                    }
                }

                Flow {
                    id: row

                    readonly property real natural: Array.from(row.children).filter(one => one.visible).reduce((sum, one) => sum + one.implicitWidth + Desk.gap, -Desk.gap)

                    width: Math.min(row.natural, parent.width)
                    spacing: Desk.gap
                }
            }

            DeskText {
                id: told

                visible: text !== ""
                Layout.fillWidth: true
                text: frame.problem
                color: Theme.error
                font.weight: Font.DemiBold
                Accessible.role: Accessible.AlertMessage
            }

            Item {
                id: body

                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
    }
}
