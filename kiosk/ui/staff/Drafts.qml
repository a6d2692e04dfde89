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

    model: list.staff.paused.lines
    moreLabel: list.words["more"] ?? ""
    againLabel: list.words["more_again"] ?? ""
    delegate: Rectangle {
        id: row

        readonly property var line: (parent as PagedRow).modelData

        // The largest text is higher than what a finger needs.
        readonly property real high: Math.max(Theme.target, 2 * Theme.small)

        implicitHeight: texts.height + row.high + 3 * Theme.gap
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.outline
        border.color: Theme.line

        Column {
            id: texts

            x: Theme.gap
            y: Theme.gap
            width: parent.width - 2 * Theme.gap

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

            anchors.left: parent.left
            anchors.bottom: parent.bottom
            anchors.margins: Theme.gap
            width: (parent.width - 3 * Theme.gap) * 0.6
            implicitHeight: row.high
            primary: true
            textSize: Theme.small
            label: list.words["draft_resume"] ?? ""
            Accessible.name: row.line.resume
            onClicked: list.staff.resume(row.line.id)
        }

        BigButton {
            anchors.left: go.right
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.gap
            implicitHeight: row.high
            textSize: Theme.small
            label: list.words["draft_discard"] ?? ""
            Accessible.name: row.line.discard
            onClicked: list.staff.discard(row.line.id)
        }
    }
}
