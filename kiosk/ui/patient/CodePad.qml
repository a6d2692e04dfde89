pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// A few signs to give: what there is so far, and a key for each sign that can be one. The keys are
// in as many columns as leaves them the largest; the one that takes back fills the last row.
FocusScope {
    id: pad

    property var words: ({})
    property var signs: [] // a key for each
    property var shown: [] // the places, "" where nothing is yet; none need be shown
    property bool erasing: true // there is something to take back
    readonly property real gap: Theme.mm(3)
    readonly property real least: Theme.roomy ? Theme.target : Theme.mm(16)
    readonly property int wide: pad.erasing ? 2 : 0
    readonly property int columns: pad.roomiest()
    readonly property int rows: pad.rowsOf(pad.columns)
    readonly property real keyWidth: Math.min(Theme.mm(34), pad.part(pad.width, pad.columns))
    readonly property real keyHeight: Math.min(Theme.mm(26), pad.part(pad.room, pad.rows))
    readonly property real blockWidth: pad.columns * (pad.keyWidth + pad.gap) - pad.gap
    readonly property real lead: pad.shown.length === 0 ? -pad.gap : Math.min(Theme.target, Math.max(Theme.mm(7.4), pad.height - pad.keysLeast - pad.gap))
    readonly property real keysLeast: pad.rowsOf(pad.broad) * (pad.least + pad.gap) - pad.gap
    readonly property int broad: Math.max(3, Math.floor((pad.width + pad.gap) / (pad.least + pad.gap)))
    readonly property real room: pad.height - pad.lead - pad.gap
    property int current: 0

    signal pressed(string sign)
    signal erased

    function part(length: real, parts: int): real {
        return Math.floor((length + pad.gap) / parts - pad.gap);
    }

    function rowsOf(columns: int): int {
        return Math.ceil((pad.signs.length + pad.wide) / columns);
    }

    function side(columns: int): real {
        return Math.min(pad.part(pad.width, columns), pad.part(pad.room, pad.rowsOf(columns)));
    }

    function roomiest(): int {
        const side = columns => Math.min(pad.side(columns), Theme.mm(26));
        return [6, 7, 5, 8, 4, 9, 10, 12, 14, 3].reduce((best, columns) => side(columns) > side(best) ? columns : best);
    }

    function go(to: int) {
        if (to >= 0 && to < keys.count)
            (keys.itemAt(to) as Key).forceActiveFocus(Qt.TabFocusReason);
    }

    implicitHeight: Theme.target + pad.gap + 5 * (Theme.target + pad.gap)
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    // One place for each sign, so that it is seen how many there are to be.
    Row {
        id: places

        readonly property bool personal: true
        readonly property int count: pad.shown.length
        readonly property real split: places.count > 3 ? pad.gap * 2 : 0
        readonly property real side: Math.min(Math.max(places.height, Theme.mm(12)), (pad.blockWidth - places.split - (places.count - 1) * pad.gap) / Math.max(1, places.count))

        x: (pad.width - pad.blockWidth) / 2
        height: Math.max(0, pad.lead)
        visible: pad.shown.length > 0
        spacing: pad.gap
        Accessible.role: Accessible.StaticText
        Accessible.name: pad.shown.filter(sign => sign).join(" ") || (pad.words["date_empty"] ?? "")

        Repeater {
            model: places.count

            Item {
                id: place

                required property int index
                readonly property string sign: pad.shown[place.index] ?? ""

                width: places.side + (place.index === 3 ? places.split : 0)
                height: places.height

                Rectangle {
                    anchors.right: parent.right
                    width: places.side
                    height: parent.height
                    radius: Theme.radius / 2
                    color: place.sign ? Theme.pineSoft : Theme.card
                    border.width: Theme.outline
                    border.color: place.sign ? Theme.pine : Theme.line

                    PlainText {
                        anchors.fill: parent
                        text: place.sign
                        font.pixelSize: Math.max(Theme.readable, Math.min(Theme.heading, Math.round(parent.height * 0.72)))
                        font.weight: Font.DemiBold
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                        lineHeightMode: Text.FixedHeight
                        lineHeight: Math.min(parent.height, Math.round(font.pixelSize * 1.1))
                        wrapMode: Text.NoWrap
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    Repeater {
        id: keys

        model: pad.signs.length + (pad.erasing ? 1 : 0)

        Key {
            id: key

            required property int index
            readonly property bool erases: key.index === pad.signs.length
            readonly property int column: key.index % pad.columns
            readonly property int over: key.erases ? pad.columns - key.column : 1

            x: (pad.width - pad.blockWidth) / 2 + key.column * (pad.keyWidth + pad.gap)
            y: pad.lead + pad.gap + Math.floor(key.index / pad.columns) * (pad.keyHeight + pad.gap)
            width: key.over * (pad.keyWidth + pad.gap) - pad.gap
            height: pad.keyHeight
            word: key.erases
            sign: key.erases && key.height > Theme.mm(19) ? "erase" : ""
            label: key.erases ? pad.words["key_erase"] ?? "" : pad.signs[key.index] ?? ""
            focusPolicy: pad.current === key.index ? Qt.TabFocus : Qt.NoFocus
            onClicked: key.erases ? pad.erased() : pad.pressed(key.label)
            onActiveFocusChanged: if (key.activeFocus) pad.current = key.index
            Keys.onLeftPressed: pad.go(key.index - 1)
            Keys.onRightPressed: pad.go(key.index + 1)
            Keys.onUpPressed: pad.go(key.index - pad.columns)
            Keys.onDownPressed: pad.go(Math.min(key.index + pad.columns, keys.count - 1))
        }
    }
}
