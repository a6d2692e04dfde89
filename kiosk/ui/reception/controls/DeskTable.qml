pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Kiosk
import kiosk.ui

// A table: headings that sort, rows that are walked with the arrow keys, opened with Enter.
FocusScope {
    id: view

    required property Table table
    required property var words
    property string name: ""
    property Component empty: null
    readonly property list<real> widths: view.table.widths(view.width - 2 * Desk.gap, Desk.text * 0.62, 1.5 * Desk.gap)

    function focusRows() {
        list.forceActiveFocus(Qt.TabFocusReason);
    }

    DeskTableHead {
        id: head

        width: parent.width
        table: view.table
        words: view.words
        widths: view.widths
        visible: view.table.all > 0
    }

    Rectangle {
        anchors.top: head.bottom
        width: parent.width
        height: 2
        color: Theme.line
        visible: head.visible
    }

    ListView {
        id: list

        anchors.fill: parent
        anchors.topMargin: head.visible ? head.height + 2 : 0
        focus: true
        activeFocusOnTab: list.count > 0 || list.activeFocus
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: view.table
        currentIndex: view.table.place
        highlightMoveDuration: 0
        highlightResizeDuration: 0
        keyNavigationEnabled: false
        Accessible.role: Accessible.Table
        Accessible.name: view.name
        onActiveFocusChanged: list.begin()
        onCountChanged: list.begin()

        // Who has the keyboard here stands on a row as soon as there is one.
        function begin() {
            if (list.activeFocus && list.currentIndex < 0 && list.count > 0)
                view.table.choose(0);
        }

        function walk(steps: int) {
            view.table.choose(Math.max(0, Math.min(list.count - 1, list.currentIndex + steps)));
            list.positionViewAtIndex(list.currentIndex, ListView.Contain);
        }

        readonly property int page: Math.max(1, Math.floor(list.height / Desk.row) - 1)

        Keys.onPressed: event => {
            const steps = ({[Qt.Key_Up]: -1, [Qt.Key_Down]: 1, [Qt.Key_PageUp]: -list.page, [Qt.Key_PageDown]: list.page, [Qt.Key_Home]: -list.count, [Qt.Key_End]: list.count})[event.key];
            if (steps !== undefined) {
                list.walk(steps);
                event.accepted = true;
            } else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) {
                view.table.open(list.currentIndex);
                event.accepted = true;
            }
        }

        Basic.ScrollBar.vertical: Basic.ScrollBar {
            policy: list.contentHeight > list.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
        }

        delegate: DeskTableRow {
            width: list.width
            columns: view.table.columns
            widths: view.widths
            chosen: ListView.isCurrentItem
            focused: ListView.isCurrentItem && list.activeFocus
            onPicked: place => {
                list.forceActiveFocus(Qt.MouseFocusReason);
                view.table.choose(place);
            }
            onOpened: place => view.table.open(place)
        }
    }

    DeskText {
        anchors.top: list.top
        anchors.topMargin: Desk.margin
        width: parent.width
        visible: view.table.all > 0 && view.table.count === 0
        text: view.words["desk_none_found"] ?? ""
        color: Theme.muted
    }

    Loader {
        anchors.fill: parent
        active: view.table.all === 0
        sourceComponent: view.empty
    }
}
