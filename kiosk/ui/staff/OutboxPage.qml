pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// What is not sent yet: which form, since when, why; what was refused can be looked at.
PageBody {
    id: page

    required property StaffScreen staff
    readonly property var words: page.staff.speaking.words
    readonly property Outbox outbox: page.staff.outbox
    readonly property real above: how.visible ? how.height + Theme.gap : 0

    implicitHeight: page.above + list.implicitHeight
    needed: page.above + list.roomFor(1)

    ProgressLine {
        id: how

        width: parent.width
        visible: text !== ""
        text: page.outbox.progress
        part: page.outbox.part
    }

    Paged {
        id: list

        y: page.above
        width: parent.width
        height: parent.height - page.above
        model: page.outbox.lines
        moreLabel: page.words["more"] ?? ""
        againLabel: page.words["more_again"] ?? ""
        delegate: Item {
            id: row

            readonly property var line: (parent as PagedRow).modelData

            implicitHeight: Math.max(row.line.refused ? Theme.row : 0, texts.height + 2 * texts.y)

            Rectangle {
                anchors.fill: parent
                visible: !row.line.refused
                radius: Theme.radius
                color: Theme.card
                border.width: Theme.outline
                border.color: Theme.hair
            }

            Touchable {
                anchors.fill: parent
                visible: row.line.refused
                label: row.line.title
                ground: Theme.pineSoft
                edge: Theme.pine
                edgeWidth: Theme.outline * 2
                Accessible.description: [row.line.line, row.line.why, page.words["outbox_look"] ?? ""].join(". ")
                onClicked: page.staff.look(row.line.id)
            }

            Column {
                id: texts

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.leftMargin: Theme.gap * 1.2
                anchors.rightMargin: Theme.gap * 1.2 + (row.line.refused ? Theme.icon + Theme.gap / 2 : 0)
                y: Theme.gap
                spacing: Theme.gap / 4

                component Line: PlainText {
                    width: parent.width
                    visible: text !== ""
                    font.pixelSize: Theme.roomy ? Theme.small : Theme.label
                    Accessible.ignored: text === "" || row.line.refused
                }

                Line {
                    text: row.line.title
                    font.weight: Font.DemiBold
                    font.pixelSize: Theme.small
                }

                Line {
                    text: row.line.line
                    color: row.line.refused ? Theme.ink : Theme.muted
                }

                // On a small panel the page that it leads to says why.
                Line {
                    text: row.line.refused && !Theme.roomy ? "" : row.line.why
                    color: row.line.refused ? Theme.ink : Theme.muted
                }
            }

            Icon {
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                visible: row.line.refused
                name: "attention"
            }
        }
    }
}
