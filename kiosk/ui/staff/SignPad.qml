pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Letters or digits for one short field, and what was entered so far.
Item {
    id: pad

    required property StaffScreen staff
    readonly property var words: pad.staff.speaking.words
    readonly property Giving giving: pad.staff.giving
    readonly property bool digits: pad.giving.signs.length <= 12
    // Keys of a keyboard may be a little smaller where a panel is low.
    readonly property int key: Theme.roomy ? Theme.target : Theme.mm(16)
    readonly property real space: pad.digits ? Math.min(pad.width, Theme.mm(150)) : pad.width
    readonly property int usual: Math.floor((pad.space + Theme.gap) / ((Theme.roomy ? Theme.row * 0.95 : pad.key) + Theme.gap))
    readonly property int rowsThatFit: Math.max(1, Math.floor((pad.height - erase.height) / (pad.key + Theme.gap)))
    // A long alphabet gets more columns, rather than a row below the edge.
    readonly property int columns: pad.digits ? 3 : Math.min(pad.usual + 2, Math.max(pad.usual, Math.ceil(pad.giving.signs.length / pad.rowsThatFit)))
    readonly property int rows: Math.ceil(pad.giving.signs.length / pad.columns)
    readonly property real wide: (pad.space - (pad.columns - 1) * Theme.gap) / pad.columns
    readonly property real high: Math.max(pad.key, Math.min(Theme.row, (pad.height - erase.height - pad.rows * Theme.gap) / pad.rows))

    implicitHeight: erase.height + pad.rows * (Theme.row + Theme.gap)

    Rectangle {
        id: so

        anchors.left: parent.left
        width: pad.space - erase.width - Theme.gap
        height: erase.height
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.outline
        border.color: Theme.line

        PlainText {
            anchors.centerIn: parent
            text: Said.figures(pad.words, pad.giving.shown)
            font.pixelSize: Theme.base
            font.weight: Font.DemiBold
        }
    }

    BigButton {
        id: erase

        anchors.left: so.right
        anchors.leftMargin: Theme.gap
        width: Math.min(implicitWidth, pad.space * 0.45)
        implicitHeight: Theme.target
        sign: "erase"
        textSize: Theme.label
        label: pad.words["key_erase"] ?? ""
        onClicked: pad.giving.erase()
    }

    Grid {
        anchors.top: erase.bottom
        anchors.topMargin: Theme.gap
        anchors.left: parent.left
        columns: pad.columns
        spacing: Theme.gap
        LayoutMirroring.enabled: !pad.digits && pad.staff.speaking.rtl

        Repeater {
            model: pad.giving.signs

            Item {
                id: place

                required property string modelData

                width: pad.wide
                height: pad.high

                BigButton {
                    anchors.fill: parent
                    visible: place.modelData !== ""
                    textSize: Theme.base
                    horizontalPadding: 0
                    label: Said.figures(pad.words, place.modelData)
                    Accessible.name: place.modelData
                    onClicked: pad.giving.press(place.modelData)
                }
            }
        }
    }
}
