pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// The field of the writing page, between two keys that move its cursor.
Item {
    id: field

    property alias edit: edit
    property var words: ({})
    property string label: ""
    property Item next: null

    signal settled
    signal entered

    // The one at the start side comes first, also from right to left.
    component Arrow: Key {
        id: arrow

        property bool onward: false
        readonly property bool rightwards: arrow.onward !== arrow.LayoutMirroring.enabled

        anchors.bottom: box.bottom
        width: Theme.roomy ? Theme.mm(28) : Theme.target
        height: Math.min(field.height, Theme.mm(30))
        word: true
        sign: arrow.rightwards ? "right" : "left"
        label: field.words[arrow.rightwards ? "key_right" : "key_left"] ?? ""
        onClicked: edit.move(arrow.rightwards ? 1 : -1)
    }

    implicitHeight: Math.max(Theme.target, Theme.body * 1.4 + 2 * Theme.gap)

    // What is written is kept while one writes: at each pause, and within three seconds without one.
    Timer {
        id: pause

        interval: 700
        onTriggered: field.settled()
    }

    Timer {
        id: steady

        interval: 3000
        onTriggered: field.settled()
    }

    Arrow {
        id: back

        anchors.left: parent.left
    }

    Rectangle {
        id: box

        anchors.fill: parent
        anchors.leftMargin: back.width + Theme.mm(3)
        anchors.rightMargin: forth.width + Theme.mm(3)
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.outline * 2
        border.color: Theme.pine
        LayoutMirroring.enabled: false

        Flickable {
            id: view

            anchors.fill: parent
            interactive: false
            clip: true
            contentHeight: edit.height
            contentY: Math.max(0, edit.cursorRectangle.y + edit.cursorRectangle.height + Theme.gap - height)

            WritingEdit {
                id: edit

                width: view.width
                font.pixelSize: Theme.roomy ? Theme.body : Math.min(Theme.body, Math.round((view.height - 2 * padding) / (oneLine ? 1.3 : 2.6)))
                height: Math.max(view.height, contentHeight + 2 * padding)
                padding: Theme.gap
                KeyNavigation.tab: field.next ?? forth
                Accessible.name: field.label
                onEntered: field.entered()
                onChanged: {
                    pause.restart();
                    steady.start();
                }
            }
        }
    }

    Arrow {
        id: forth

        anchors.right: parent.right
        onward: true
    }
}
