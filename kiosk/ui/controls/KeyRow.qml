pragma ComponentBehavior: Bound

import QtQuick

// One row of keys: what each writes or does ("" is a gap), its name, what is drawn, whether it is a
// wide one with a word, and its width.
Row {
    id: line

    property var keys: []
    property var labels: []
    property var shown: []
    property var wide: []
    property var widths: []
    property real keyHeight: 0
    property string primary: ""
    property int stop: -1

    signal pressed(string key)
    signal reached(int column)

    function focusKey(column: int) {
        const place = places.itemAt(Math.min(column, places.count - 1));
        (place?.children[0] as Key)?.forceActiveFocus(Qt.TabFocusReason);
    }

    Repeater {
        id: places

        model: line.keys.length

        Item {
            id: place

            required property int index
            readonly property string value: line.keys[place.index] ?? ""

            width: line.widths[place.index] ?? 0
            height: line.keyHeight

            Key {
                anchors.fill: parent
                visible: place.value !== ""
                word: line.wide[place.index] ?? false
                primary: place.value === line.primary
                label: line.labels[place.index] ?? ""
                shown: line.shown[place.index] ?? ""
                focusPolicy: Math.min(line.stop, places.count - 1) === place.index ? Qt.TabFocus : Qt.NoFocus
                onClicked: line.pressed(place.value)
                onActiveFocusChanged: if (activeFocus) line.reached(place.index)
            }
        }
    }
}
