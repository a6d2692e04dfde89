pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What everybody can read now; what it says was never answered; its papers.
FocusScope {
    id: view

    required property K.BoardTab page
    required property var words
    readonly property real wide: Math.min(view.width, Math.round(640 * Desk.scale))

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
                text: [view.words["board_line"] ?? "", view.page.asOf].filter(Boolean).join(" ")
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

            DeskChoice {
                width: Math.min(view.wide, Math.round(360 * Desk.scale))
                label: view.words["board_language"] ?? ""
                model: view.page.languages
                current: view.page.language
                onChosen: id => view.page.chooseLanguage(id)
            }

            DeskField {
                id: folder

                width: view.wide
                label: view.words["board_folder"] ?? ""
                text: view.page.folder
            }

            Flow {
                width: column.width
                spacing: Desk.gap

                Repeater {
                    model: ["a4", "a3", "huddle"]

                    DeskButton {
                        required property string modelData

                        label: view.words["board_print_" + modelData] ?? ""
                        enabled: view.page.looked
                        onClicked: view.page.save(modelData, folder.text)
                    }
                }
            }
        }
    }
}
