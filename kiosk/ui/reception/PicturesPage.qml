pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What was counted at the screen: how much, how often to the end, how long, where people leave.
DeskFrame {
    id: view

    required property K.PicturesPage page
    required property var words

    title: view.words["desk_pictures"] ?? ""
    line: view.page.line
    problem: view.page.problem

    Flickable {
        id: flick

        anchors.fill: parent
        anchors.leftMargin: -column.x
        activeFocusOnTab: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: column.height + 2 * column.y
        Accessible.role: Accessible.Pane
        Accessible.name: view.title

        readonly property Item focused: flick.Window.activeFocusItem
        onFocusedChanged: if (flick.holds(flick.focused))
            flick.reveal(flick.focused)

        function show(y: real) {
            flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, y));
        }

        function scroll(part: real) {
            flick.show(flick.contentY + part * flick.height);
        }

        function holds(item: Item): bool {
            return item !== null && (item === column || flick.holds(item.parent));
        }

        // Whatever has the keyboard is in sight.
        function reveal(item: Item) {
            const y = column.mapFromItem(item, 0, 0).y, end = y + item.height + 2 * column.y;
            if (end > flick.contentY + flick.height)
                flick.show(end - flick.height);
            if (y - Desk.row < flick.contentY)
                flick.show(y - Desk.row);
        }

        Keys.onPressed: event => {
            const part = ({[Qt.Key_Up]: -0.2, [Qt.Key_Down]: 0.2, [Qt.Key_PageUp]: -0.9, [Qt.Key_PageDown]: 0.9, [Qt.Key_Home]: -1000, [Qt.Key_End]: 1000})[event.key];
            if (part !== undefined) {
                flick.scroll(part);
                event.accepted = true;
            }
        }

        Basic.ScrollBar.vertical: Basic.ScrollBar {
            policy: flick.contentHeight > flick.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
        }

        Column {
            id: column

            // Room for the ring around what has the keyboard.
            x: 6
            y: 6
            width: flick.width - Desk.margin
            spacing: Desk.margin

            PicturesChoice {
                width: parent.width
                focus: true
                page: view.page
                words: view.words
            }

            DeskText {
                width: parent.width
                visible: text !== ""
                text: view.page.missing
                color: Theme.muted
            }

            DeskText {
                width: parent.width
                visible: text !== ""
                text: view.page.reading
                font.weight: Font.DemiBold
                Accessible.role: Accessible.StaticText
            }

            DeskEmpty {
                width: parent.width
                visible: view.page.empty && view.page.missing === ""
                title: view.words["pictures_none_title"] ?? ""
                body: view.words["pictures_none_body"] ?? ""
            }

            Repeater {
                model: view.page.figures

                PictureCard {
                    required property K.FigureView modelData

                    width: column.width
                    figure: modelData
                    mirrored: view.page.rtl
                    asTable: view.page.shownAs === "table"
                }
            }
        }
    }

    DeskRing {
        shown: flick.activeFocus
    }
}
