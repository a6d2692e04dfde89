pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import kiosk.ui
import kiosk.ui.controls

// Closed for a moment, or out of order: one sentence to patients in each of their languages, and a
// line for IT below. Nothing on it can be touched, and it goes by itself.
Window {
    id: root

    // Each: text, more (what follows in smaller letters, or ""), rightToLeft.
    required property var said
    required property string icon
    required property string forIt
    required property real pxPerMm

    title: root.said[0].text
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

        readonly property real room: (it.visible ? it.y : root.height) - 2 * Theme.margin
        readonly property real wide: Math.min(root.width - 2 * Theme.margin, Theme.shortSide * 1.4)
        // Many languages in large letters are more than a small panel holds: then all shrink alike.
        property real shrunk: 1

        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.margin + Math.max(0, (page.room - height) * 0.45)
        width: page.wide
        spacing: Math.round(Theme.gap * 1.4 * page.shrunk)

        // Columns are laid out when they are drawn; here it must be known at once.
        function fits() {
            for (let n = 0; n < sentences.count; n++)
                (sentences.itemAt(n) as CalmText).forceLayout();
            page.forceLayout();
            return page.height <= page.room;
        }

        function fit() {
            page.shrunk = 1;
            while (!page.fits() && page.shrunk > 0.3)
                page.shrunk -= 0.05;
        }

        onRoomChanged: Qt.callLater(page.fit)
        Component.onCompleted: page.fit()

        Rectangle {
            x: root.said[0].rightToLeft ? page.width - width : 0
            width: Math.round(Theme.icon * 2.2 * page.shrunk)
            height: width
            radius: width / 2
            color: Theme.pineSoft

            Icon {
                anchors.centerIn: parent
                side: Math.round(Theme.icon * 1.2 * page.shrunk)
                name: root.icon
            }
        }

        Repeater {
            id: sentences

            model: root.said

            CalmText {
                required property var modelData
                required property int index

                width: page.width
                said: modelData
                size: Math.round((index ? Theme.heading : Theme.display) * page.shrunk)
            }
        }
    }

    Rectangle {
        anchors.left: it.left
        anchors.right: it.right
        y: it.y - Theme.gap
        height: Theme.outline
        color: Theme.hair
        visible: it.visible
    }

    PlainText {
        id: it

        anchors.horizontalCenter: parent.horizontalCenter
        y: root.height - height - Theme.margin
        width: page.wide
        visible: text !== ""
        text: root.forIt
        color: Theme.muted
        font.pixelSize: Theme.label
    }
}
