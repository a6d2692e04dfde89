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
    line: view.words["pictures_line"] ?? ""
    problem: view.page.problem

    Flickable {
        id: flick

        anchors.fill: parent
        anchors.margins: Desk.outline * 3
        activeFocusOnTab: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: column.height
        Accessible.role: Accessible.Pane
        Accessible.name: view.title

        function scroll(part: real) {
            flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, flick.contentY + part * flick.height));
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

            width: flick.width - Desk.margin
            spacing: Desk.margin

            PicturesChoice {
                width: parent.width
                focus: true
                page: view.page
                words: view.words
                onActiveFocusChanged: if (activeFocus)
                    flick.contentY = 0
            }

            DeskEmpty {
                width: parent.width
                visible: view.page.empty
                title: view.words["pictures_none_title"] ?? ""
                body: view.words["pictures_none_body"] ?? ""
            }

            Repeater {
                model: view.page.figures

                PictureCard {
                    required property K.FigureView modelData

                    width: column.width
                    figure: modelData
                    asTable: view.page.shownAs === "table"
                }
            }
        }
    }

    DeskRing {
        shown: flick.activeFocus
    }
}
