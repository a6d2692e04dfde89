import QtQuick
import QtQuick.Templates as T

Window {
    id: root

    property bool rtl: false

    width: 800
    height: 1000
    visible: true
    color: "#fbf9f5"

    component Words: Text {
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: "#17262e"
        font.pixelSize: 30
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    component FocusRing: Rectangle {
        anchors.fill: parent
        anchors.margins: -8
        visible: parent.parent.visualFocus
        color: "transparent"
        border.width: 6
        border.color: "#17262e"
    }

    component Card: T.AbstractButton {
        id: card

        property string label
        property bool chosen: false

        implicitHeight: 90
        Accessible.role: Accessible.RadioButton
        Accessible.name: label
        Accessible.checkable: true
        Accessible.checked: chosen
        Component.onCompleted: card.Accessible.checked = Qt.binding(() => card.chosen)

        background: Rectangle {
            color: "white"
            border.width: 3
            border.color: "#7a8a8c"
            radius: 14

            FocusRing {}
        }

        contentItem: Item {
            Rectangle {
                x: 20
                width: 34
                height: 34
                radius: 17
                anchors.verticalCenter: parent.verticalCenter
                border.width: 3
                border.color: "#7a8a8c"

                Rectangle {
                    anchors.centerIn: parent
                    visible: card.chosen
                    width: 20
                    height: 20
                    radius: 10
                    color: "#0b4f4a"
                }
            }

            Text {
                x: 80
                anchors.verticalCenter: parent.verticalCenter
                font.pixelSize: 30
                color: "#17262e"
                text: card.label
            }
        }
    }

    Words {
        id: heading

        x: 40
        y: 40
        width: 720
        focus: true
        text: "How are you today?"
        font.pixelSize: 40
        Accessible.role: Accessible.Heading
        Accessible.focusable: true
    }

    Words {
        id: hint

        x: 40
        y: 110
        width: 720
        text: "Touch the one answer that fits best, then go on"
    }

    Card {
        id: well

        x: 40
        y: 200
        width: 720
        label: "Well"
        chosen: true
    }

    Card {
        id: unwell

        x: 40
        y: 310
        width: 720
        label: "Unwell"
    }

    Rectangle {
        x: 40
        y: 420
        width: 720
        height: 90
        color: "white"
        border.width: 3
        border.color: "#7a8a8c"

        T.TextField {
            id: field

            anchors.fill: parent
            anchors.margins: 3
            color: "#17262e"
            font.pixelSize: 30
            Accessible.name: "In your words"
        }
    }

    Row {
        x: 40
        y: 540
        spacing: 20
        layoutDirection: root.rtl ? Qt.RightToLeft : Qt.LeftToRight

        Card {
            id: back

            width: 350
            label: "Back"
            Accessible.role: Accessible.Button
        }

        Card {
            id: goOn

            width: 350
            label: "Go on"
            Accessible.role: Accessible.Button
        }
    }

    // more
}
