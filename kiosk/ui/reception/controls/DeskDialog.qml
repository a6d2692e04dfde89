pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Templates as T
import kiosk.ui

// Something that is done before the page goes on: over it, with the keyboard inside it, closed by Escape.
T.Dialog {
    id: dialog

    property string body: ""
    property string problem: ""
    property Component content: null
    property Component buttons: null
    property real wide: 640

    function focusContent() {
        inside.forceActiveFocus(Qt.TabFocusReason);
    }

    function focusButtons() {
        foot.forceActiveFocus(Qt.TabFocusReason);
    }

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(dialog.wide * Desk.scale, (parent?.width ?? 800) - 2 * Desk.gap)
    height: Math.min(frame.implicitHeight + 2 * Desk.margin, (parent?.height ?? 600) - 2 * Desk.gap)
    padding: Desk.margin
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape

    T.Overlay.modal: Rectangle {
        color: Qt.alpha(Theme.ink, 0.45)
    }

    background: Rectangle {
        color: Theme.paper
        radius: Desk.radius * 1.5
        border.width: Desk.outline
        border.color: Theme.line
    }

    contentItem: FocusScope {
        focus: true

        Flickable {
            id: flick

            // So much wider, that no ring around what has the keyboard is cut off.
            readonly property int ring: 6
            readonly property Item focused: flick.Window.activeFocusItem

            anchors.fill: parent
            anchors.margins: -flick.ring
            anchors.bottomMargin: foot.height + Desk.gap - flick.ring
            contentHeight: head.implicitHeight + 2 * flick.ring
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            Basic.ScrollBar.vertical: Basic.ScrollBar {
                policy: flick.contentHeight > flick.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
            }

            onFocusedChanged: if (flick.holds(flick.focused))
                flick.reveal(flick.focused)

            function holds(item: Item): bool {
                return item !== null && (item === head || flick.holds(item.parent));
            }

            // Whatever has the keyboard is in sight.
            function reveal(item: Item) {
                const y = head.mapFromItem(item, 0, 0).y, end = y + item.height + 2 * flick.ring;
                if (end > flick.contentY + flick.height)
                    flick.contentY = end - flick.height;
                if (y < flick.contentY)
                    flick.contentY = y;
            }

            Column {
                id: head

                x: flick.ring
                y: flick.ring
                width: parent.width - 2 * flick.ring
                spacing: Desk.gap

                DeskText {
                    width: parent.width
                    text: dialog.title
                    font.pixelSize: Math.round(Desk.title * 0.75)
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                }

                DeskText {
                    visible: text !== ""
                    width: parent.width
                    text: dialog.body
                }

                DeskText {
                    visible: text !== ""
                    width: parent.width
                    text: dialog.problem
                    color: Theme.error
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.AlertMessage
                }

                Loader {
                    id: inside

                    width: parent.width
                    focus: true
                    sourceComponent: dialog.content
                }
            }
        }

        Loader {
            id: foot

            anchors.bottom: parent.bottom
            anchors.right: parent.right
            width: parent.width
            sourceComponent: dialog.buttons
        }

        // Measured apart, for a column in a flickable knows its own height only.
        Item {
            id: frame

            implicitHeight: head.implicitHeight + foot.implicitHeight + 2 * Desk.gap
        }
    }
}
