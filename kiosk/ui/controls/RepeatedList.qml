pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The answers that were given, each to be changed or taken out, and one more.
Item {
    id: list

    property var said: []
    property bool full: false
    property var words: ({})

    signal picked(int index)
    signal removed(int index)
    signal added

    function nameOf(index: int): string {
        const place = Said.say(list.words, "option_place", {number: index + 1, count: list.said.length});
        return list.said[index] || place;
    }

    Paged {
        width: parent.width
        height: parent.height - (more.visible ? more.height + Theme.gap : 0)
        model: list.said
        moreLabel: list.words["more"] ?? ""
        againLabel: list.words["more_again"] ?? ""

        delegate: Item {
            id: row

            readonly property int index: (parent as PagedRow)?.index ?? 0

            implicitHeight: card.implicitHeight

            WordCard {
                id: card

                anchors.left: parent.left
                width: parent.width - out.width - Theme.gap
                height: implicitHeight
                readonly property bool personal: true
                readonly property string openName: list.words["check_change"] ?? ""

                about: (list.words["check_change"] ?? "") + ": " + list.nameOf(row.index)
                onClicked: list.picked(row.index)
            }

            AsideButton {
                id: out

                anchors.right: parent.right
                width: Math.max(Theme.target, Math.round(Theme.label * 4.6))
                height: card.height
                label: Said.say(list.words, "another_remove_name", {number: row.index + 1})
                shown: list.words["another_remove"] ?? ""
                onClicked: list.removed(row.index)
            }
        }
    }

    BigButton {
        id: more

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.target
        visible: !list.full
        textSize: Theme.strip
        label: list.words["another_add"] ?? ""
        onClicked: list.added()
    }
}
