pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The fields of a date or of a time beside one another, and the halves of the day.
Item {
    id: row

    property var view: ({})
    property var entry: ({})
    property var words: ({})
    property var months: []
    property string current: ""
    property string wrong: ""
    property bool mirrored: false
    readonly property var fields: row.view.fields ?? []
    readonly property var halves: row.view.halves ?? []
    readonly property var places: (row.mirrored ? row.view.rightToLeft : row.view.leftToRight) ?? []
    readonly property real weights: row.fields.reduce((sum, field) => sum + field.weight, 0)
    readonly property real halfWidth: Math.max(Theme.target, Math.min(Theme.row, row.width / 4 - Theme.gap))
    readonly property real room: row.width - row.halves.length * (row.halfWidth + Theme.gap) - (row.fields.length - 1) * Theme.gap

    signal touched(string name)
    signal reached(string name)
    signal written(string name, string text)
    signal erased(string name)
    signal halved(string half)
    signal wentDown

    function widthOf(name: string): real {
        const field = row.fields.find(field => field.name === name);
        return field ? row.room * field.weight / row.weights : row.halfWidth;
    }

    function startOf(name: string): real {
        const before = row.places.slice(0, row.places.indexOf(name));
        return before.reduce((sum, other) => sum + row.widthOf(other) + Theme.gap, 0);
    }

    function shown(name: string): string {
        const text = row.entry[name] ?? "", number = Number(text);
        if ((row.entry.unknown ?? []).includes(name))
            return "?";
        if (name === "month" && number >= 1 && number <= row.months.length)
            return row.months[number - 1];
        return text.replace(/[0-9]/g, digit => (row.words["digits"] ?? "0123456789").charAt(Number(digit)));
    }

    function takeFocus(name: string) {
        const index = row.fields.findIndex(field => field.name === name);
        const item = index >= 0 ? boxes.itemAt(index) : sides.itemAt(0);
        item?.forceActiveFocus(Qt.TabFocusReason);
    }

    function step(name: string, by: int) {
        const to = row.places[row.places.indexOf(name) + by];
        const half = row.halves.findIndex(half => half.value === to);
        if (half >= 0)
            sides.itemAt(half).forceActiveFocus(Qt.TabFocusReason);
        else if (to)
            row.takeFocus(to);
    }

    Repeater {
        id: boxes

        model: row.fields

        NumberField {
            id: box

            required property var modelData
            readonly property string name: box.modelData.name

            x: row.startOf(box.name)
            width: row.widthOf(box.name)
            height: row.height
            label: box.modelData.label
            brief: box.modelData.brief
            shown: row.shown(box.name)
            empty: row.words["date_empty"] ?? ""
            current: row.current === box.name
            wrong: row.wrong === box.name
            onClicked: row.touched(box.name)
            onActiveFocusChanged: if (box.activeFocus) row.reached(box.name)
            Keys.onLeftPressed: row.step(box.name, -1)
            Keys.onRightPressed: row.step(box.name, 1)
            Keys.onDownPressed: row.wentDown()
            Keys.onPressed: event => {
                if (event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete)
                    row.erased(box.name);
                else if (/^[^\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]$/.test(event.text))
                    row.written(box.name, event.text);
                else
                    return;
                event.accepted = true;
            }
        }
    }

    Repeater {
        id: sides

        model: row.halves

        Touchable {
            id: side

            required property var modelData
            required property int index
            readonly property bool chosen: row.entry.half === side.modelData.value
            readonly property bool wrong: row.wrong === "half"

            x: row.startOf(side.modelData.value)
            width: row.halfWidth
            height: row.height
            label: side.modelData.label
            ground: side.chosen ? Theme.pineSoft : Theme.card
            edge: side.wrong ? Theme.error : (side.chosen ? Theme.pine : Theme.line)
            edgeWidth: Theme.outline * (side.wrong || side.chosen ? 2 : 1)
            focusPolicy: side.chosen || (!row.entry.half && side.index === 0) ? Qt.StrongFocus : Qt.ClickFocus
            Accessible.role: Accessible.RadioButton
            Accessible.checkable: true
            Accessible.checked: side.chosen
            Component.onCompleted: side.Accessible.checked = Qt.binding(() => side.chosen)
            onClicked: row.halved(side.modelData.value)
            Keys.onLeftPressed: row.step(side.modelData.value, -1)
            Keys.onRightPressed: row.step(side.modelData.value, 1)
            Keys.onDownPressed: row.wentDown()

            contentItem: Item {
                Rectangle {
                    id: mark

                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Math.round(Math.min(Theme.base * 0.8, side.height * 0.26))
                    height: width
                    radius: width / 2
                    color: Theme.card
                    border.width: Theme.outline
                    border.color: side.chosen ? Theme.pine : Theme.line

                    Rectangle {
                        anchors.centerIn: parent
                        visible: side.chosen
                        width: parent.width * 0.58
                        height: width
                        radius: width / 2
                        color: Theme.pine
                    }
                }

                PlainText {
                    anchors.fill: parent
                    anchors.topMargin: mark.height
                    text: side.label
                    font.pixelSize: Math.min(Theme.body, Math.round(height * 0.8))
                    font.weight: side.chosen ? Font.DemiBold : Font.Normal
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.mm(3.5)
                    lineHeightMode: Text.FixedHeight
                    lineHeight: Math.round(font.pixelSize * 1.1)
                    wrapMode: Text.NoWrap
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}
