pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// What staff can do here: one row for each, with a line of what there is to do.
Paged {
    id: list

    required property StaffScreen staff
    readonly property var words: list.staff.speaking.words

    model: list.staff.menu.entries
    moreLabel: list.words["more"] ?? ""
    againLabel: list.words["more_again"] ?? ""
    delegate: Touchable {
        id: row

        readonly property var entry: (parent as PagedRow).modelData

        label: row.entry.label
        ground: row.entry.due ? Theme.pineSoft : Theme.card
        edge: row.entry.due ? Theme.pine : Theme.line
        edgeWidth: Theme.outline * (row.entry.due ? 2 : 1)
        horizontalPadding: Theme.gap * 1.2
        verticalPadding: Theme.gap
        implicitHeight: Math.max(Theme.row, implicitContentHeight + 2 * Theme.gap)
        Accessible.description: row.entry.line
        onClicked: list.staff.choose(row.entry.id)

        contentItem: Item {
            implicitHeight: texts.implicitHeight

            Icon {
                id: drawing

                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                name: row.entry.sign
            }

            Column {
                id: texts

                anchors.left: drawing.right
                anchors.right: parent.right
                anchors.leftMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.gap / 4

                PlainText {
                    width: parent.width
                    text: row.entry.label
                    font.weight: Font.DemiBold
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }

                PlainText {
                    width: parent.width
                    visible: text !== ""
                    text: row.entry.line
                    color: row.entry.due ? Theme.ink : Theme.muted
                    font.pixelSize: Theme.roomy ? Theme.small : Theme.label
                    Accessible.ignored: true
                }
            }
        }
    }
}
