pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// One row of a table.
Rectangle {
    id: row

    required property int index
    required property string name
    required property list<string> cells
    required property string tone
    required property real share
    property var columns: []
    property list<real> widths: []
    property bool chosen: false
    property bool focused: false

    signal picked(int place)
    signal opened(int place)

    height: Math.max(Desk.row + Desk.gap / 2, parts.implicitHeight)
    color: row.chosen ? Theme.pineSoft : row.tone === "please-look" ? Theme.notice : hover.hovered ? Theme.rail : "transparent"
    Accessible.role: Accessible.Row
    Accessible.name: row.name
    Accessible.focusable: true
    Accessible.focused: row.focused
    Accessible.selectable: true
    Accessible.selected: row.chosen
    Accessible.onPressAction: row.opened(row.index)

    Row {
        id: parts

        anchors.verticalCenter: parent.verticalCenter

        Repeater {
            model: row.columns

            DeskCell {
                id: cell

                required property int index
                required property var modelData

                anchors.verticalCenter: parent?.verticalCenter
                width: row.widths[cell.index] ?? 0
                visible: cell.width > 0
                text: row.cells[cell.index] ?? ""
                kind: cell.modelData.kind
                share: row.share
            }
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.hair
    }

    Rectangle {
        anchors.fill: parent
        visible: row.focused
        color: "transparent"
        radius: 4
        border.width: 3
        border.color: Theme.saffron

        Rectangle {
            anchors.fill: parent
            anchors.margins: 3
            color: "transparent"
            radius: 2
            border.width: 1
            border.color: Theme.saffronEdge
        }
    }

    HoverHandler {
        id: hover
    }

    TapHandler {
        onTapped: Desk.touch && row.chosen ? row.opened(row.index) : row.picked(row.index)
        onDoubleTapped: row.opened(row.index)
    }
}
