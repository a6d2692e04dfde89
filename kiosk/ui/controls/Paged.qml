pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A list that never scrolls: it shows whole rows, and a button that says there are more.
Item {
    id: list

    property alias model: rows.model
    property Component delegate
    property real spacing: Theme.gap
    property string moreLabel: ""
    property string againLabel: ""
    property string moreSign: "more"
    property int first: 0
    property int made: 0
    readonly property int count: rows.count
    readonly property real moreRoom: Theme.target + list.spacing
    readonly property int last: list.lastFrom(list.first)
    readonly property bool pages: list.first > 0 || list.last < list.count - 1

    // Rows that take the place of others of the same number are measured anew: `made` is one more.
    function size(index: int): real {
        const row = list.made >= 0 ? rows.itemAt(index) as PagedRow : null;
        return row ? row.implicitHeight : 0;
    }

    function row(index: int): Item {
        return (rows.itemAt(index) as PagedRow)?.item as Item;
    }

    function total(from: int): real {
        let sum = -list.spacing;
        for (let i = from; i < list.count; i++)
            sum += list.size(i) + list.spacing;
        return sum;
    }

    function lastFrom(from: int): int {
        const fits = from === 0 && list.total(0) <= list.height + 1;
        let room = list.height - (fits ? 0 : list.moreRoom) + list.spacing + 1, i = from;
        while (i < list.count && (room -= list.size(i) + list.spacing) >= 0)
            i++;
        return Math.max(from, i - 1);
    }

    // The least height that shows so many rows at once, wherever the list is turned to.
    function roomFor(shown: int): real {
        const most = Math.max(0, ...Array.from({length: list.count}, (_, i) => list.size(i)));
        return list.count <= shown ? list.total(0) : shown * (most + list.spacing) + Theme.target;
    }

    function turn() {
        list.first = list.last < list.count - 1 ? list.last + 1 : 0;
    }

    function show(index: int) {
        if (index < list.first)
            list.first = 0;
        while (index > list.last)
            list.turn();
    }

    implicitHeight: list.total(0)
    onHeightChanged: if (list.total(0) <= list.height + 1) list.first = 0

    Timer {
        id: anew

        interval: 0
        onTriggered: list.made += 1
    }

    Column {
        width: parent.width
        spacing: list.spacing

        Repeater {
            id: rows

            onItemAdded: anew.restart()

            PagedRow {
                id: row

                width: list.width
                visible: row.index >= list.first && row.index <= list.last
                sourceComponent: list.delegate
            }
        }
    }

    BigButton {
        anchors.bottom: parent.bottom
        width: parent.width
        implicitHeight: Theme.target
        visible: list.pages
        sign: list.moreSign
        textSize: Theme.strip
        label: list.last < list.count - 1 ? list.moreLabel : list.againLabel
        onClicked: list.turn()
    }
}
