import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// One page: what is asked, why, what is wrong with the answer; then the answers, which may scroll.
FocusScope {
    id: frame

    required property K.SetUp setUp
    property string title: ""
    property string line: ""
    property real widest: 760
    default property alias content: inside.data

    DeskScroll {
        id: scroll

        readonly property string problem: frame.setUp.problem

        anchors.fill: parent
        contentHeight: column.height + Desk.margin + Desk.gap
        onProblemChanged: scroll.contentY = scroll.problem ? 0 : scroll.contentY

        Column {
            id: column

            x: Math.max(Desk.margin, (scroll.width - width) / 2)
            y: Desk.margin * 0.75
            width: Math.min(scroll.width - 2 * Desk.margin, Math.round(frame.widest * Desk.scale))
            spacing: Desk.gap * 1.25

            DeskText {
                width: parent.width
                text: frame.title
                font.pixelSize: Math.max(Desk.title, Math.round(Desk.text * 1.15))
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }

            DeskText {
                visible: text !== ""
                width: parent.width
                text: frame.line
                color: Theme.muted
            }

            Rectangle {
                visible: frame.setUp.problem !== ""
                width: parent.width
                height: wrong.implicitHeight + 2 * Desk.gap
                radius: Desk.radius
                color: Theme.card
                border.width: 3
                border.color: Theme.error

                DeskText {
                    id: wrong

                    x: Desk.gap
                    y: Desk.gap
                    width: parent.width - 2 * Desk.gap
                    text: frame.setUp.problem
                    color: Theme.error
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.AlertMessage
                }
            }

            Column {
                id: inside

                width: parent.width
                spacing: Desk.gap * 1.25
            }
        }
    }
}
