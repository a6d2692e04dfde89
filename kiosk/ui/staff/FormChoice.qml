pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The forms of the clinic; what is touched goes into the packet, in that order.
Paged {
    id: list

    required property StaffScreen staff
    readonly property var words: list.staff.speaking.words

    model: list.staff.giving.cards.length
    moreLabel: list.words["more"] ?? ""
    againLabel: list.words["more_again"] ?? ""
    delegate: Touchable {
        id: card

        readonly property var form: list.staff.giving.cards[(parent as PagedRow).index] ?? {}
        readonly property bool chosen: card.form.chosen ?? false

        label: card.form.title ?? ""
        ground: card.chosen ? Theme.pineSoft : Theme.card
        edge: card.chosen ? Theme.pine : Theme.line
        edgeWidth: Theme.outline * (card.chosen ? 2 : 1)
        horizontalPadding: Theme.gap * 1.2
        implicitHeight: Math.max(Theme.row, implicitContentHeight + 2 * Theme.gap)
        Accessible.role: Accessible.CheckBox
        Accessible.checkable: true
        Accessible.checked: card.chosen
        Component.onCompleted: card.Accessible.checked = Qt.binding(() => card.chosen)
        Accessible.description: card.form.line ?? ""
        onClicked: list.staff.giving.toggle((card.parent as PagedRow).index)

        contentItem: Item {
            implicitHeight: title.implicitHeight

            Rectangle {
                id: mark

                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(Theme.base * 1.15)
                height: width
                radius: width / 5
                color: card.chosen ? Theme.pine : Theme.card
                border.width: Theme.outline * 1.5
                border.color: card.chosen ? Theme.pine : Theme.line

                Icon {
                    anchors.centerIn: parent
                    side: parent.width * 0.8
                    visible: card.chosen
                    name: "check"
                    colour: Theme.pineInk
                }
            }

            PlainText {
                id: title

                anchors.left: mark.right
                anchors.right: place.left
                anchors.leftMargin: Theme.gap
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                text: card.label
                font.pixelSize: Theme.small
                font.weight: card.chosen ? Font.DemiBold : Font.Normal
                Accessible.ignored: true
            }

            PlainText {
                id: place

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: card.form.line ?? ""
                font.pixelSize: Theme.label
                Accessible.ignored: true
            }
        }
    }
}
