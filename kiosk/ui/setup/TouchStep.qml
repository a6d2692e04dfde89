pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Five targets, and what came of them.
StepFrame {
    id: view

    required property K.TouchPage page
    required property var words

    title: view.words["setup_touch_title"] ?? ""
    line: view.words["setup_touch_line"] ?? ""

    DeskButton {
        focus: true
        primary: view.page.verdict === ""
        label: view.page.verdict ? view.words["setup_touch_again"] ?? "" : view.words["setup_touch_begin"] ?? ""
        onClicked: view.page.begin(view.Window.width, view.Window.height, Theme.pxPerMm)
    }

    Rectangle {
        visible: view.page.verdict !== ""
        width: parent.width
        height: found.implicitHeight + 2 * Desk.gap
        radius: Desk.radius
        color: view.page.good ? Theme.pineSoft : Theme.notice
        border.width: view.page.good && !Theme.contrasted ? 0 : Desk.outline
        border.color: view.page.good ? Theme.line : Theme.noticeEdge

        Column {
            id: found

            x: Desk.gap
            y: Desk.gap
            width: parent.width - 2 * Desk.gap
            spacing: Desk.gap / 2

            DeskText {
                width: parent.width
                text: view.page.verdict
                font.weight: Font.DemiBold
            }

            Repeater {
                model: view.page.troubles

                Column {
                    id: trouble

                    required property var modelData

                    width: found.width

                    DeskText {
                        width: parent.width
                        text: trouble.modelData.found
                    }

                    DeskText {
                        width: parent.width
                        text: trouble.modelData.mend
                    }
                }
            }
        }
    }
}
