pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Something that is done before the page goes on: over it, with the keyboard inside it, closed by Escape.
T.Popup {
    id: dialog

    property string title: ""
    property string body: ""
    property Component content: null
    property Component buttons: null
    property real wide: 640

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
        Accessible.role: Accessible.Dialog
        Accessible.name: dialog.title

        Flickable {
            anchors.fill: parent
            anchors.bottomMargin: foot.height + Desk.gap
            contentHeight: head.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            Column {
                id: head

                width: parent.width
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

                Loader {
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
