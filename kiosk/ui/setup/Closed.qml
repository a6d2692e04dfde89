import QtQuick
import QtQuick.Window
import kiosk.ui
import kiosk.ui.controls

// The kiosk can't open. A patient may see this first; what happened and what IT must do is below.
// Where patients are, nothing closes it: what is behind it is the desktop.
Window {
    id: root

    required property string clinic
    required property string heading
    required property string forIt
    required property string body
    required property string advice
    required property string closeWord
    required property real pxPerMm
    property bool mayClose: true

    title: root.clinic
    color: Theme.paper
    onClosing: close => close.accepted = root.mayClose

    Binding {
        target: Theme
        property: "pxPerMm"
        value: root.pxPerMm
    }

    Binding {
        target: Theme
        property: "width"
        value: root.width
    }

    Binding {
        target: Theme
        property: "height"
        value: root.height
    }

    Column {
        id: page

        readonly property real column: Math.min(root.width - 2 * Theme.margin, Theme.shortSide * 1.3)

        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(Theme.margin, (it.y - height) * 0.55)
        width: page.column
        spacing: Theme.gap * 1.2

        Rectangle {
            width: Theme.icon * 2.6
            height: width
            radius: width / 2
            color: Theme.pineSoft

            Icon {
                anchors.centerIn: parent
                side: Theme.icon * 1.4
                name: "help"
            }
        }

        Heading {
            width: parent.width
            text: root.heading
            size: Theme.display
        }
    }

    Rectangle {
        anchors.left: it.left
        anchors.right: it.right
        y: it.y - Theme.gap
        height: Theme.outline
        color: Theme.hair
    }

    Item {
        id: it

        anchors.horizontalCenter: parent.horizontalCenter
        y: root.height - height - Theme.margin
        width: page.column
        height: Math.max(texts.implicitHeight, button.visible ? button.height : 0)

        Column {
            id: texts

            anchors.left: parent.left
            anchors.right: button.visible ? button.left : parent.right
            anchors.rightMargin: button.visible ? Theme.margin : 0
            spacing: Theme.gap / 2

            PlainText {
                width: parent.width
                text: root.forIt
                color: Theme.muted
                font.pixelSize: Theme.label
                font.weight: Font.DemiBold
            }

            PlainText {
                width: parent.width
                text: root.body
                color: Theme.muted
                font.pixelSize: Theme.label
            }

            PlainText {
                width: parent.width
                text: root.advice
                color: Theme.muted
                font.pixelSize: Theme.label
            }
        }

        BigButton {
            id: button

            visible: root.mayClose
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            implicitHeight: Theme.target
            textSize: Theme.label
            label: root.closeWord
            onClicked: root.close()
        }
    }
}
