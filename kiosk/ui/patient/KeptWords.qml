import QtQuick
import kiosk.ui
import kiosk.ui.controls

// Words to be written down, a line each where one is too short for all of them.
Rectangle {
    id: card

    property string kept: ""

    height: words.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    // Nothing to touch: it is no button, and looks like none.
    color: Theme.pineSoft
    border.width: Theme.contrasted ? Theme.outline : 0
    border.color: Theme.line

    PlainText {
        id: words

        anchors.centerIn: parent
        width: parent.width - 2 * Theme.gap
        text: oneLine.advanceWidth < words.width ? card.kept : card.kept.split(" · ").join("\n")
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
    }

    TextMetrics {
        id: oneLine

        font: words.font
        text: card.kept
    }
}
