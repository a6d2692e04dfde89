pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The months by name, in as many columns and pages as there is room for. Arrow keys move among them.
Item {
    id: pad

    property var months: []
    property int chosen: 0
    property var words: ({})
    property string aside: ""
    property int first: 0
    property int current: Math.max(0, pad.chosen - 1)
    readonly property bool mirrored: pad.LayoutMirroring.enabled
    readonly property real least: Theme.roomy ? Theme.target : Theme.mm(16)
    readonly property int columns: pad.width >= 3 * Theme.body * 5.6 ? 3 : 2
    readonly property int lines: Math.ceil(pad.months.length / pad.columns)
    readonly property real foot: pad.aside || pad.pages ? Theme.target + Theme.gap : 0
    readonly property bool pages: !pad.fits(pad.lines, pad.aside ? Theme.target + Theme.gap : 0)
    readonly property int shownLines: pad.pages ? Math.max(1, Math.floor((pad.height - pad.foot + Theme.gap) / (pad.least + Theme.gap))) : pad.lines
    readonly property int count: pad.shownLines * pad.columns
    readonly property bool isLast: pad.first + pad.count >= pad.months.length
    readonly property real keyWidth: (pad.width + Theme.gap) / pad.columns - Theme.gap
    readonly property real keyHeight: Math.floor(Math.min(Theme.row, (pad.height - pad.foot + Theme.gap) / pad.shownLines - Theme.gap))

    signal picked(int month)
    signal setAside

    function fits(lines: int, foot: real): bool {
        return lines * (pad.least + Theme.gap) - Theme.gap <= pad.height - foot + 1;
    }

    function turn() {
        pad.first = pad.isLast ? 0 : pad.first + pad.count;
        pad.current = pad.first;
    }

    function move(to: int) {
        if (to < 0 || to >= pad.months.length)
            return;
        pad.first = Math.floor(to / pad.count) * pad.count;
        keys.itemAt(to).forceActiveFocus(Qt.TabFocusReason);
    }

    implicitHeight: (pad.lines + (pad.aside ? 1 : 0)) * (Theme.target + Theme.gap) - Theme.gap

    Repeater {
        id: keys

        model: pad.months

        Key {
            id: key

            required property int index
            required property string modelData
            readonly property int place: key.index - pad.first
            readonly property int column: key.place % pad.columns
            readonly property bool chosen: pad.chosen === key.index + 1

            x: (pad.mirrored ? pad.columns - 1 - key.column : key.column) * (pad.keyWidth + Theme.gap)
            y: Math.floor(key.place / pad.columns) * (pad.keyHeight + Theme.gap)
            width: pad.keyWidth
            height: pad.keyHeight
            visible: key.place >= 0 && key.place < pad.count
            label: key.modelData
            ground: key.chosen ? Theme.pineSoft : Theme.card
            edge: key.chosen ? Theme.pine : Theme.line
            edgeWidth: Theme.outline * (key.chosen ? 2 : 1)
            bottomPadding: Theme.outline * (key.chosen ? 7 : 2)
            focusPolicy: pad.current === key.index ? Qt.TabFocus : Qt.NoFocus
            Accessible.role: Accessible.RadioButton
            Accessible.checkable: true
            Accessible.checked: key.chosen
            Component.onCompleted: key.Accessible.checked = Qt.binding(() => key.chosen)
            onClicked: pad.picked(key.index + 1)
            onActiveFocusChanged: if (key.activeFocus) pad.current = key.index
            Keys.onDownPressed: pad.move(key.index + pad.columns)
            Keys.onUpPressed: pad.move(key.index - pad.columns)
            Keys.onRightPressed: pad.move(key.index + (pad.mirrored ? -1 : 1))
            Keys.onLeftPressed: pad.move(key.index + (pad.mirrored ? 1 : -1))

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.outline * 3.5
                visible: key.chosen
                width: parent.width * 0.6
                height: Theme.outline * 2.5
                radius: height / 2
                color: Theme.pine
            }
        }
    }

    AsideRow {
        width: pad.width
        y: pad.shownLines * (pad.keyHeight + Theme.gap)
        first: pad.aside
        brief: pad.words["date_unknown"] ?? ""
        second: pad.pages ? (pad.isLast ? pad.words["more_again"] : pad.words["more"]) ?? "" : ""
        onFirstClicked: pad.setAside()
        onSecondClicked: pad.turn()
    }
}
