import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// A name and its value: side by side, or below it where there is no room.
Flow {
    id: pair

    property string name: ""
    property string value: ""
    readonly property real side: Math.round(240 * Desk.scale)
    readonly property bool narrow: pair.width < 2.5 * pair.side

    spacing: Desk.gap

    DeskText {
        width: pair.narrow ? pair.width : pair.side
        text: pair.name
        color: Theme.muted
    }

    DeskText {
        width: pair.narrow ? pair.width : pair.width - pair.side - Desk.gap
        text: pair.value
        font.weight: Font.DemiBold
    }
}
