pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The units to choose from, side by side as far as their words allow. Arrow keys move among them.
Item {
    id: units

    property var labels: []
    property int chosen: -1
    property var words: ({})
    property int current: Math.max(0, units.chosen)
    readonly property int longest: units.labels.reduce((most, label) => Math.max(most, label.length), 0)
    readonly property real least: Math.max(Theme.mm(30), (units.longest * 0.6 + 3.4) * Theme.body)
    readonly property int columns: Math.max(1, Math.min(units.labels.length, Math.floor((units.width + Theme.gap) / (units.least + Theme.gap))))
    readonly property int rows: Math.ceil(units.labels.length / units.columns)
    property real cellHeight: Theme.row

    signal picked(int index)

    function measure() {
        let most = Theme.target;
        for (let i = 0; i < cards.count; i++)
            most = Math.max(most, cards.itemAt(i)?.implicitHeight ?? 0);
        units.cellHeight = most;
    }

    function move(to: int) {
        cards.itemAt((to + cards.count) % cards.count).forceActiveFocus(Qt.TabFocusReason);
    }

    implicitHeight: units.rows * (units.cellHeight + Theme.gap) - Theme.gap
    onChosenChanged: units.current = Math.max(0, units.chosen)

    Timer {
        id: soon

        interval: 0
        onTriggered: units.measure()
    }

    Repeater {
        id: cards

        model: units.labels

        OptionCard {
            id: card

            required property int index
            required property string modelData
            readonly property real start: (card.index % units.columns) * (width + Theme.gap)

            x: LayoutMirroring.enabled ? units.width - card.start - width : card.start
            y: Math.floor(card.index / units.columns) * (units.cellHeight + Theme.gap)
            width: (units.width - (units.columns - 1) * Theme.gap) / units.columns
            height: units.cellHeight
            label: card.modelData
            chosen: units.chosen === card.index
            place: Said.say(units.words, "option_place", {number: card.index + 1, count: units.labels.length})
            focusPolicy: units.current === card.index ? Qt.StrongFocus : Qt.ClickFocus
            onImplicitHeightChanged: soon.restart()
            onClicked: units.picked(card.index)
            onActiveFocusChanged: if (card.activeFocus) units.current = card.index
            Keys.onDownPressed: units.move(card.index + units.columns)
            Keys.onUpPressed: units.move(card.index - units.columns)
            Keys.onRightPressed: units.move(card.index + (card.mirrored ? -1 : 1))
            Keys.onLeftPressed: units.move(card.index + (card.mirrored ? 1 : -1))
        }
    }
}
