pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// What is known of the patient: a row for each field, touched to enter it.
Paged {
    id: list

    required property StaffScreen staff
    readonly property var words: list.staff.speaking.words

    model: list.staff.giving.fields
    moreLabel: list.words["more"] ?? ""
    againLabel: list.words["more_again"] ?? ""
    delegate: Touchable {
        id: row

        readonly property var field: (parent as PagedRow).modelData

        label: row.field.name
        ground: Theme.card
        edge: Theme.line
        horizontalPadding: Theme.gap * 1.2
        implicitHeight: Math.max(Theme.row, implicitContentHeight + 2 * Theme.gap)
        Accessible.description: row.field.value
        onClicked: list.staff.edit(row.field.id)

        contentItem: Item {
            implicitHeight: texts.implicitHeight

            Column {
                id: texts

                anchors.left: parent.left
                anchors.right: drawing.left
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter

                PlainText {
                    width: parent.width
                    text: row.field.label
                    color: Theme.muted
                    font.pixelSize: Theme.label
                    Accessible.ignored: true
                }

                PlainText {
                    width: parent.width
                    text: row.field.value
                    font.pixelSize: Theme.small
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
            }

            Icon {
                id: drawing

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                name: "write"
            }
        }
    }
}
