pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// One of a list that opens below it: `model` is a list of {id, label}.
FocusScope {
    id: choice

    property string label: ""
    // What a screen reader says, where the words above it are not enough.
    property string spoken: choice.label
    property var model: []
    property string current: ""
    readonly property int place: choice.model.findIndex(one => one.id === choice.current)

    signal chosen(string id)

    implicitWidth: Math.round(280 * Desk.scale)
    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Math.round(Desk.gap / 3)

        DeskText {
            width: parent.width
            text: choice.label
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }

        T.ComboBox {
            id: box

            focus: true
            width: parent.width
            implicitHeight: Desk.row
            leftPadding: box.mirrored ? Desk.row : Desk.gap
            rightPadding: box.mirrored ? Desk.gap : Desk.row
            model: choice.model
            textRole: "label"
            currentIndex: choice.place
            Accessible.role: Accessible.ComboBox
            Accessible.name: choice.spoken
            Accessible.description: box.displayText
            onActivated: index => choice.chosen(choice.model[index].id)
            // Where its list is open, Return takes what is marked there.
            Keys.onReturnPressed: event => {
                event.accepted = !box.popup.visible;
                if (event.accepted)
                    box.popup.open();
            }

            contentItem: DeskText {
                verticalAlignment: Text.AlignVCenter
                text: box.displayText
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            indicator: DeskText {
                x: box.mirrored ? Desk.gap : box.width - width - Desk.gap
                anchors.verticalCenter: parent.verticalCenter
                text: "▾"
                Accessible.ignored: true
            }

            background: Rectangle {
                radius: Desk.radius
                color: Theme.card
                border.width: Desk.outline
                border.color: Theme.line

                DeskRing {
                    shown: box.visualFocus || box.activeFocus
                }
            }

            delegate: T.ItemDelegate {
                id: option

                required property int index
                required property var modelData

                width: ListView.view.width
                implicitHeight: Math.max(Desk.row, words.implicitHeight + Desk.gap)
                highlighted: box.highlightedIndex === option.index
                Accessible.role: Accessible.ListItem
                Accessible.name: option.modelData.label

                contentItem: DeskText {
                    id: words

                    leftPadding: Desk.gap
                    verticalAlignment: Text.AlignVCenter
                    text: option.modelData.label
                    font.weight: option.modelData.id === choice.current ? Font.DemiBold : Font.Normal
                    Accessible.ignored: true
                }

                background: Rectangle {
                    color: option.highlighted ? Theme.pineSoft : Theme.card
                }
            }

            popup: T.Popup {
                y: box.height + 4
                width: box.width
                implicitHeight: Math.min(list.contentHeight + 2 * Desk.outline, Desk.row * 8)
                padding: Desk.outline

                contentItem: ListView {
                    id: list

                    clip: true
                    model: box.popup.visible ? box.delegateModel : null
                    currentIndex: box.highlightedIndex
                }

                background: Rectangle {
                    color: Theme.card
                    radius: Desk.radius
                    border.width: Desk.outline
                    border.color: Theme.line
                }
            }
        }
    }
}
