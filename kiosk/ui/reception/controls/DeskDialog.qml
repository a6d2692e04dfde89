pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import QtQuick.Window
import kiosk.ui

// Something that is done before the page goes on: over it, with the keyboard inside it, closed by Escape.
T.Dialog {
    id: dialog

    property string body: ""
    property string problem: ""
    property Component content: null
    property Component buttons: null
    // Follows what a page says; a page may call open() and close() as well.
    property bool shown: false
    property real wide: 640
    // Whether the keyboard begins at the buttons: there is nothing to enter above them.
    property bool beginAtButtons: false
    // Below the last thing that is entered, for the ring around it.
    readonly property real ring: 6
    readonly property real roomy: (parent?.height ?? 600) - Desk.below

    function follow() {
        dialog.shown ? dialog.open() : dialog.close();
    }

    function focusContent() {
        inside.forceActiveFocus(Qt.TabFocusReason);
    }

    function focusButtons() {
        foot.forceActiveFocus(Qt.TabFocusReason);
    }

    // With a ring: who opened it by a key sees where the keyboard is.
    onOpened: dialog.parent.Window.activeFocusItem?.forceActiveFocus(Qt.TabFocusReason)
    onShownChanged: Qt.callLater(dialog.follow)
    parent: T.Overlay.overlay
    x: Math.round(((parent?.width ?? 0) - width) / 2)
    y: Math.max(Desk.gap, Math.round((dialog.roomy - height) / 2))
    width: Math.min(dialog.wide * Desk.scale, (parent?.width ?? 800) - 2 * Desk.gap)
    height: Math.min(view.contentHeight + foot.height + Desk.gap + 2 * dialog.padding, dialog.roomy - 2 * Desk.gap)
    padding: Desk.margin
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape

    T.Overlay.modal: Rectangle {
        color: Qt.alpha(Theme.shade, 0.45)
    }

    background: Rectangle {
        color: Theme.paper
        radius: Desk.radius * 1.5
        border.width: Desk.outline
        border.color: Theme.line
    }

    contentItem: FocusScope {
        focus: true

        DeskScroll {
            id: view

            // Wider than what it holds, for a ring round that would be cut off.
            anchors.fill: parent
            anchors.leftMargin: -Desk.gap
            anchors.rightMargin: -Desk.gap
            anchors.bottomMargin: foot.height + Desk.gap
            activeFocusOnTab: view.moves
            contentHeight: head.height + dialog.ring

            Column {
                id: head

                x: Desk.gap
                width: view.width - 2 * Desk.gap
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
                    focus: !dialog.beginAtButtons
                    sourceComponent: dialog.content
                }
            }
        }

        // There is more above the buttons than is shown.
        Rectangle {
            visible: view.moves
            anchors.bottom: view.bottom
            width: parent.width
            height: 1
            color: Theme.line
        }

        Loader {
            id: foot

            anchors.bottom: parent.bottom
            width: parent.width
            focus: dialog.beginAtButtons
            sourceComponent: dialog.buttons
        }
    }
}
