pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Letters or digits for one short field, and what was entered so far.
Item {
    id: pad

    required property StaffScreen staff
    readonly property Giving giving: pad.staff.giving
    readonly property var words: pad.staff.speaking.words
    readonly property bool digits: pad.giving.signs.length <= 10
    readonly property int columns: pad.digits ? 3 : Math.max(3, Math.floor((pad.width + Theme.gap) / (Theme.target + Theme.gap)))
    readonly property real wide: (Math.min(pad.width, pad.digits ? Theme.mm(150) : pad.width) - (pad.columns - 1) * Theme.gap) / pad.columns
    readonly property int rows: Math.ceil((pad.giving.signs.length + 1) / pad.columns)
    readonly property real high: Math.max(Theme.target, Math.min(Theme.row * 1.1, (pad.height - so.height - (pad.rows + 1) * Theme.gap) / pad.rows))

    implicitHeight: so.height + Theme.gap + pad.rows * (Theme.row * 1.1 + Theme.gap)

    Rectangle {
        id: so

        width: keys.width
        height: Math.round(Theme.base * 1.9)
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.outline
        border.color: Theme.line

        PlainText {
            anchors.centerIn: parent
            text: pad.giving.shown
            font.pixelSize: Theme.base
            font.weight: Font.DemiBold
        }
    }

    Grid {
        id: keys

        anchors.top: so.bottom
        anchors.topMargin: Theme.gap
        columns: pad.columns
        spacing: Theme.gap
        LayoutMirroring.enabled: !pad.digits && pad.staff.speaking.rtl

        Repeater {
            model: pad.giving.signs

            BigButton {
                required property string modelData

                width: pad.wide
                implicitHeight: pad.high
                textSize: Theme.base
                horizontalPadding: 0
                label: modelData
                onClicked: pad.giving.press(modelData)
            }
        }

        BigButton {
            width: pad.wide
            implicitHeight: pad.high
            horizontalPadding: 0
            padding: 0
            label: pad.words["key_erase"] ?? ""
            sign: pad.digits ? "" : "erase"
            textSize: Math.round(Theme.label * 0.9)
            onClicked: pad.giving.erase()
        }
    }
}
