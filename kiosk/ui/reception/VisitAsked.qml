pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Whose visit, and what they fill in; every packet by its key, wherever the keyboard is.
Column {
    id: view

    required property K.NewVisit visit
    required property var words

    spacing: Desk.gap

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskField {
            id: number

            width: Math.min(parent.width, Math.round(360 * Desk.scale))
            focus: true
            label: view.words[view.visit.ownNumbers ? "visits_number_local" : "visits_number"] ?? ""
            problem: view.visit.problem
            maximumLength: 60
            inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
            onEdited: view.visit.name(number.text)
            onAccepted: view.visit.make()
        }

        DeskField {
            id: initials

            width: Math.min(parent.width, Math.round(200 * Desk.scale))
            label: view.words["visits_initials"] ?? ""
            maximumLength: 8
            inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhUppercaseOnly
            onEdited: view.visit.callBy(initials.text)
            onAccepted: view.visit.make()
        }
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: view.visit.good
        color: Theme.pine
        font.weight: Font.DemiBold
    }

    DeskText {
        width: parent.width
        text: view.words["visits_packets"] ?? ""
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: view.visit.missing
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }

    Column {
        id: packets

        width: parent.width

        Repeater {
            model: view.visit.cards.length

            Item {
                id: packet

                required property int index
                readonly property var card: view.visit.cards[packet.index] ?? ({})

                width: packets.width
                height: Math.max(tick.implicitHeight, keys.implicitHeight)

                DeskTick {
                    id: tick

                    width: parent.width - keys.width - Desk.gap
                    label: packet.card.label ?? ""
                    line: packet.card.line ?? ""
                    enabled: packet.card.usable ?? false
                    onClicked: view.visit.choose(packet.card.key)

                    // A click toggles it by itself, and so does its key.
                    Binding {
                        target: tick
                        property: "checked"
                        value: packet.card.chosen ?? false
                    }
                }

                DeskText {
                    id: keys

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.round(70 * Desk.scale)
                    text: packet.card.keys ?? ""
                    color: Theme.muted
                    Accessible.ignored: true
                }

                Shortcut {
                    sequence: "Alt+" + (packet.card.key ?? "")
                    enabled: tick.enabled
                    onActivated: view.visit.choose(packet.card.key)
                }
            }
        }
    }
}
