pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Drafts to decide about, words that are tried and how they fare, versions in use.
ImprovePart {
    id: view

    required property K.ChangesTab page
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

                ChangeCard {
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
                title: view.words["changes_empty_title"] ?? ""
                body: view.words["changes_empty_body"] ?? ""
            }

            DeskText {
                visible: used.count > 0
                width: parent.width
                text: view.words["changes_in_use"] ?? ""
                font.pixelSize: Math.round(Desk.text * 1.15)
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }

            Repeater {
                id: used

                model: view.page.used

                Flow {
                    id: one

                    required property var modelData

                    width: column.width
                    spacing: Desk.gap

                    DeskText {
                        width: Math.min(implicitWidth, one.width)
                        height: Math.max(implicitHeight, back.visible ? back.height : 0)
                        verticalAlignment: Text.AlignVCenter
                        text: one.modelData.line
                    }

                    DeskButton {
                        id: back

                        visible: one.modelData.back
                        label: view.words["changes_go_back"] ?? ""
                        onClicked: view.page.goBack(one.modelData.key)
                    }
                }
            }

            PastTrials {
                width: parent.width
                visible: view.page.past.length > 0
                trials: view.page.past
                older: view.page.older
                words: view.words
            }
        }
    }

    StartTryDialog {
        starting: view.page.starting
        busy: view.page.busy
        words: view.words
        onClosed: scroll.forceActiveFocus()
    }

    DecideDialog {
        deciding: view.page.deciding
        busy: view.page.busy
        words: view.words
        onClosed: scroll.forceActiveFocus()
    }
}
