pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A number from low to high, each its own button, with words at both ends and a growing bar.
AnswerControl {
    id: scale

    readonly property var options: scale.question.options ?? []
    readonly property int chosen: scale.entry.chosen?.[0] ?? -1
    readonly property string low: scale.question.low ?? ""
    readonly property string high: scale.question.high ?? ""
    property int current: Math.max(0, scale.chosen)
    readonly property int count: scale.options.length
    readonly property real cellHeight: Math.min(Theme.row, Math.max(Theme.target, (scale.height - 4 * Theme.gap) / 5))
    readonly property bool tall: scale.height + 1 >= 5 * Theme.target + 4 * Theme.gap && scale.count === 11
    readonly property int abreast: Math.max(1, Math.floor((scale.width + Theme.gap) / (Theme.target + Theme.gap)))
    readonly property int columns: scale.tall ? 3 : scale.abreast
    readonly property real ends: (scale.low ? lowEnd.implicitHeight : 0) + (scale.high && !scale.besides ? highEnd.implicitHeight : 0)
    readonly property real cellWidth: (scale.width - (scale.columns - 1) * Theme.gap) / scale.columns
    // What the last number leaves free of its line, where its words stand if two lines are enough.
    // Of the height nothing is asked here, for it follows from what is needed.
    readonly property int freed: scale.abreast - 1 - (scale.count - 1) % scale.abreast
    readonly property real over: scale.freed * (scale.width + Theme.gap) / scale.abreast - Theme.gap
    readonly property bool besides: scale.freed > 1 && words.implicitHeight <= Theme.target + Theme.gap
    readonly property bool beside: scale.besides && !scale.tall

    function move(to: int) {
        cells.itemAt(Math.min(scale.count - 1, Math.max(0, to))).forceActiveFocus(Qt.TabFocusReason);
    }

    function line(index: int): int {
        return scale.tall ? Math.ceil(index / 3) : Math.floor(index / scale.columns);
    }

    function column(index: int): int {
        return scale.tall ? (index + 2) % 3 : index % scale.columns;
    }

    function isWide(index: int): bool {
        return scale.tall && (index === 0 || index === scale.count - 1);
    }

    // Fixed, so that the page can divide its height without asking back.
    implicitHeight: 5 * Theme.row + 4 * Theme.gap
    needed: Math.min(scale.implicitHeight, scale.ends + Math.ceil(scale.count / scale.abreast) * (Theme.target + Theme.gap))
    onChosenChanged: scale.current = Math.max(0, scale.chosen)

    PlainText {
        id: lowEnd

        visible: !scale.tall && scale.low !== ""
        width: parent.width
        text: (scale.options[0] ?? "") + " · " + scale.low
        font.pixelSize: Theme.label
    }

    Item {
        id: grid

        y: lowEnd.visible ? lowEnd.implicitHeight + Theme.gap / 2 : 0
        width: parent.width
        height: (scale.line(Math.max(0, scale.count - 1)) + 1) * (scale.cellHeight + Theme.gap) - Theme.gap

        Repeater {
            id: cells

            model: scale.options

            ScaleButton {
                id: cell

                required property int index
                required property string modelData
                readonly property real start: scale.isWide(cell.index) ? 0 : scale.column(cell.index) * (scale.cellWidth + Theme.gap)

                width: scale.isWide(cell.index) ? scale.width : scale.cellWidth
                height: scale.cellHeight
                x: LayoutMirroring.enabled ? scale.width - cell.start - cell.width : cell.start
                y: scale.line(cell.index) * (scale.cellHeight + Theme.gap)
                number: cell.modelData
                part: cell.index / Math.max(1, scale.count - 1)
                end: cell.index === 0 ? scale.low : (cell.index === scale.count - 1 ? scale.high : "")
                showsEnd: scale.isWide(cell.index)
                chosen: scale.chosen === cell.index
                focusPolicy: scale.current === cell.index ? Qt.StrongFocus : Qt.ClickFocus
                onClicked: scale.enter({
                    chosen: [cell.index]
                })
                onActiveFocusChanged: if (cell.activeFocus) scale.current = cell.index
                Keys.onDownPressed: scale.move(cell.index + 1)
                Keys.onUpPressed: scale.move(cell.index - 1)
                Keys.onRightPressed: scale.move(cell.index + (cell.mirrored ? -1 : 1))
                Keys.onLeftPressed: scale.move(cell.index + (cell.mirrored ? 1 : -1))
            }
        }
    }

    // Measured where they would stand beside.
    PlainText {
        id: words

        visible: false
        width: Math.max(1, scale.over - Theme.gap / 2)
        text: highEnd.text
        font: highEnd.font
    }

    PlainText {
        id: highEnd

        visible: !scale.tall && scale.high !== ""
        anchors.right: parent.right
        y: grid.y + grid.height + (scale.beside ? -(scale.cellHeight + implicitHeight) / 2 : Theme.gap / 2)
        width: scale.beside ? words.width : parent.width
        text: (scale.options[scale.count - 1] ?? "") + " · " + scale.high
        font.pixelSize: Theme.label
    }
}
