pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What everybody can read now; what it says was never answered; its papers.
ImprovePart {
    id: view

    required property K.BoardTab page
    required property var words

    least: view.cramped ? column.height + 2 * column.y : 0

    DeskScroll {
        id: scroll

        anchors.fill: parent
        anchors.leftMargin: -column.x
        focus: true
        contentHeight: column.height + 2 * column.y

        Column {
            id: column

            // Room for the ring around what has the keyboard.
            x: 6
            y: 6
            width: scroll.width - Desk.margin
            spacing: Desk.margin

            DeskText {
                width: column.width
                text: [view.words["board_line"] ?? "", view.page.asOf].filter(Boolean).join("\n")
                color: Theme.muted
            }

            Flow {
                width: column.width
                visible: view.page.overdue !== ""
                spacing: Desk.gap

                DeskText {
                    height: Math.max(implicitHeight, Desk.row)
                    width: Math.min(implicitWidth, column.width)
                    verticalAlignment: Text.AlignVCenter
                    text: view.page.overdue
                }

                DeskButton {
                    label: view.words["board_answer"] ?? ""
                    onClicked: view.page.answerThem()
                }
            }

            // Above the lines, which may be many; where there is little room the lines come first.
            BoardPapers {
                width: column.width
                visible: !view.cramped
                page: view.page
                words: view.words
            }

            Repeater {
                id: lines

                model: view.page.lines

                Rectangle {
                    id: line

                    required property var modelData

                    width: column.width
                    height: told.height + 2 * Desk.gap
                    radius: Theme.radius
                    color: Theme.pineSoft

                    Column {
                        id: told

                        x: Desk.gap * 1.5
                        y: Desk.gap
                        width: parent.width - 2 * x
                        spacing: Desk.gap / 2

                        DeskText {
                            width: told.width
                            visible: text !== ""
                            text: line.modelData.about
                        }

                        DeskText {
                            width: told.width
                            text: line.modelData.told
                            font.weight: Font.DemiBold
                        }
                    }
                }
            }

            DeskEmpty {
                width: parent.width
                visible: view.page.looked && lines.count === 0
                title: view.words["board_none_title"] ?? ""
                body: view.words["board_none_body"] ?? ""
            }

            BoardPapers {
                width: column.width
                visible: view.cramped
                page: view.page
                words: view.words
            }
        }
    }
}
