pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui.reception.controls

// A heading with lines below it.
Column {
    id: block

    property string title: ""
    property var lines: []

    spacing: Desk.gap / 2

    DeskText {
        visible: text !== ""
        width: parent.width
        text: block.title
        font.pixelSize: Math.round(Desk.text * 1.15)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: block.lines

        DeskText {
            required property string modelData

            width: block.width
            text: modelData
        }
    }
}
