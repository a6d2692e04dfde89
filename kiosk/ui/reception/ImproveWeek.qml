pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The three questions that people stumble over most, and what can be done about each.
ImprovePart {
    id: view

    required property K.WeekTab page
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

            Repeater {
                id: cards

                model: view.page.cards

                WeekCard {
                    required property var modelData

                    width: column.width
                    card: modelData
                    page: view.page
                    words: view.words
                }
            }

            DeskEmpty {
                width: parent.width
                visible: view.page.looked && cards.count === 0
                title: view.page.emptyTitle
                body: view.page.emptyBody
            }

            Repeater {
                model: [view.page.fromFive, ...view.page.spoke].filter(Boolean)

                DeskText {
                    required property string modelData

                    width: column.width
                    text: modelData
                    color: Theme.muted
                }
            }
        }
    }

    HeardDialogs {
        page: view.page
        words: view.words
        onClosed: scroll.forceActiveFocus()
    }
}
