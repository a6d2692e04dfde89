pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The table of a figure: what a row stands for takes half of the room, its numbers share the other.
// Where they are too many for that they stand below it, each with what it says.
Column {
    id: table

    required property K.FigureView figure
    readonly property bool many: table.figure.heading.length > 5

    Accessible.role: Accessible.Table
    Accessible.name: table.figure.title

    component Line: Row {
        id: line

        property var cells: []
        property bool heading: false
        property string said: ""

        width: table.width
        Accessible.role: Accessible.Row
        Accessible.name: line.said

        Repeater {
            model: line.cells

            DeskText {
                required property int index
                required property string modelData

                width: Math.floor(index === 0 ? table.width / 2 : table.width / 2 / (line.cells.length - 1))
                topPadding: Desk.gap / 2
                bottomPadding: Desk.gap / 2
                rightPadding: Desk.gap
                text: modelData
                font.weight: line.heading ? Font.DemiBold : Font.Normal
                Accessible.ignored: true
            }
        }
    }

    Line {
        visible: !table.many
        cells: table.figure.heading
        heading: true
        said: table.figure.heading.join(", ")
    }

    Rectangle {
        width: parent.width
        height: 2
        color: Theme.line
    }

    Repeater {
        model: table.figure.rows

        Column {
            id: row

            required property var modelData

            Line {
                visible: !table.many
                cells: table.many ? [] : row.modelData.cells
                said: row.modelData.said
            }

            Column {
                visible: table.many
                width: table.width
                topPadding: Desk.gap / 2
                bottomPadding: Desk.gap / 2
                Accessible.role: Accessible.Row
                Accessible.name: row.modelData.said
                Accessible.ignored: !table.many

                DeskText {
                    width: parent.width
                    text: row.modelData.cells[0]
                    Accessible.ignored: true
                }

                DeskText {
                    width: parent.width
                    text: row.modelData.numbers
                    color: Theme.muted
                    Accessible.ignored: true
                }
            }

            Rectangle {
                width: table.width
                height: 1
                color: Theme.hair
            }
        }
    }
}
