import QtQuick
import kiosk.ui

// A card of a list, below an "or" where it is the odd one.
Item {
    id: row

    property string orWord: ""
    required property Item card
    readonly property real above: row.orWord ? word.implicitHeight + Theme.gap / 2 : 0

    implicitHeight: (row.card?.implicitHeight ?? 0) + row.above
    onCardChanged: {
        row.card.parent = row;
        row.card.width = Qt.binding(() => row.width);
        row.card.y = Qt.binding(() => row.above);
    }

    PlainText {
        id: word

        width: row.width
        visible: row.orWord !== ""
        text: row.orWord
        font.pixelSize: Theme.small
        color: Theme.muted
    }
}
