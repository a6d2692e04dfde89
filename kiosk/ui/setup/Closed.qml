import QtQuick
import QtQuick.Window
import kiosk.ui
import kiosk.ui.controls

// The kiosk can't open: what happened, and what IT must do.
Window {
    id: root

    required property string clinic
    required property string heading
    required property string body
    required property string advice
    required property string closeWord
    required property real pxPerMm

    title: root.clinic
    color: Theme.paper

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

        readonly property real column: Math.min(root.width - 2 * Theme.margin, Theme.shortSide * 1.2)

        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(Theme.margin, (root.height - height) * 0.4)
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
                name: "attention"
            }
        }

        Heading {
            width: parent.width
            text: root.heading
        }

        PlainText {
            width: parent.width
            text: root.body
            font.pixelSize: Theme.small
        }

        Rectangle {
            width: parent.width
            height: advice.implicitHeight + 2 * Theme.gap
            radius: Theme.radius
            color: Theme.pineSoft

            PlainText {
                id: advice

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.margins: Theme.gap
                y: Theme.gap
                text: root.advice
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
            }
        }

        BigButton {
            width: parent.width
            label: root.closeWord
            onClicked: root.close()
        }
    }
}
