pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The paused forms: which, since when, how many answered; never what.
Paged {
    id: list

    required property StaffScreen staff
    readonly property var words: list.staff.speaking.words

    model: list.staff.paused
    moreLabel: list.words["more"] ?? ""
    againLabel: list.words["more_again"] ?? ""
    delegate: Rectangle {
        id: row

        readonly property var line: (parent as PagedRow).modelData

        implicitHeight: Math.max(texts.implicitHeight, go.height) + 2 * Theme.gap
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.outline
        border.color: Theme.line

        Column {
            id: texts

            anchors.left: parent.left
            anchors.right: go.left
            anchors.margins: Theme.gap
            anchors.verticalCenter: parent.verticalCenter

            PlainText {
                width: parent.width
                text: row.line.title
                font.weight: Font.DemiBold
                font.pixelSize: Theme.small
            }

            PlainText {
                width: parent.width
                text: row.line.line
                color: Theme.muted
                font.pixelSize: Theme.roomy ? Theme.small : Theme.label
            }
        }

        BigButton {
            id: go

            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            implicitHeight: Theme.target
            primary: true
            textSize: Theme.small
            label: list.words["draft_resume"] ?? ""
            Accessible.name: row.line.resume
            onClicked: list.staff.resume(row.line.id)
        }
    }
}
