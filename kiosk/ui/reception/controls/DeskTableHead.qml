pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Kiosk
import kiosk.ui

// The headings of a table: each sorts by its column, once more the other way round.
Row {
    id: head

    required property Table table
    required property var words
    required property list<real> widths

    Repeater {
        model: head.table.columns

        T.AbstractButton {
            id: title

            required property int index
            required property var modelData
            readonly property bool sorting: head.table.sortedBy === title.index
            readonly property string how: !title.sorting ? "" : head.table.falling ? head.words["desk_sorted_down"] : head.words["desk_sorted_up"]

            width: head.widths[title.index] ?? 0
            visible: title.width > 0
            height: Math.max(Desk.row, word.implicitHeight + Desk.gap)
            focusPolicy: Qt.StrongFocus
            Accessible.role: Accessible.Button
            Accessible.name: title.modelData.label
            Accessible.description: title.how
            Keys.onReturnPressed: title.click()
            Keys.onEnterPressed: title.click()
            onClicked: head.table.sortBy(title.index)

            contentItem: DeskText {
                id: word

                leftPadding: Desk.gap
                rightPadding: Desk.gap / 2
                verticalAlignment: Text.AlignVCenter
                text: title.modelData.label + (!title.sorting ? "" : head.table.falling ? " ▾" : " ▴")
                color: title.sorting ? Theme.ink : Theme.muted
                font.pixelSize: Desk.small
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }

            background: Rectangle {
                radius: Desk.radius
                color: title.hovered ? Theme.pineSoft : "transparent"

                DeskRing {
                    shown: title.visualFocus
                }
            }
        }
    }
}
