pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// What this is, in a few words: why, how long, what becomes of the answers. Drawn smaller where it
// does not fit, and with a picture where there is room for one.
Rectangle {
    id: cover

    property string clinic: ""
    // `image` and `ratio`; empty where the clinic has none. Words come first: it gives way to them.
    property var logo: ({})
    property string title: ""
    property string body: ""
    property var facts: []
    property real inset: 0
    property real fit: 1
    // Below it even the least text is too much, and the name makes room for it.
    readonly property real least: 0.42
    readonly property real side: Theme.margin * (Theme.roomy && !Theme.portrait ? 1.4 : 1)
    readonly property real textSize: Math.max(Theme.readable, Theme.small * cover.fit)
    readonly property real room: cover.height - texts.ceiling - Theme.margin
    // Added up here, for a column does so only before the next frame.
    readonly property real wanted: Array.from({length: lines.count}, (_, line) => texts.spacing + ((lines.itemAt(line) as Item)?.implicitHeight ?? 0)).reduce((sum, height) => sum + height, (name.visible ? name.implicitHeight + texts.spacing : 0) + (plate.visible ? plate.height + texts.spacing : 0) + heading.implicitHeight + (said.visible ? texts.spacing + said.implicitHeight : 0))
    readonly property real spare: cover.room - cover.wanted - Theme.margin

    function refit() {
        cover.fit = 1;
        while (cover.wanted > cover.room && cover.fit > 0.4)
            cover.fit -= 0.03;
    }

    color: Theme.cover
    onRoomChanged: soon.restart()
    onWidthChanged: soon.restart()
    onTitleChanged: soon.restart()
    onFactsChanged: soon.restart()
    onLogoChanged: soon.restart()

    Timer {
        id: soon

        interval: 0
        onTriggered: cover.refit()
    }

    Connections {
        target: Theme

        function onBodyChanged() {
            soon.restart();
        }
    }

    Column {
        id: texts

        readonly property real ceiling: Math.max(Theme.margin, cover.inset + Theme.gap)

        x: cover.side
        y: texts.ceiling + Math.max(0, (picture.visible ? 0.3 : 0.5) * (cover.spare + Theme.margin - (picture.visible ? picture.height : 0)))
        width: parent.width - 2 * cover.side
        spacing: Theme.gap * 1.2 * cover.fit

        ClinicLogo {
            id: plate

            visible: !!cover.logo.image && cover.fit > 0.75
            logo: cover.logo
            room: texts.width
        }

        PlainText {
            id: name

            width: parent.width
            visible: Theme.roomy || cover.fit > cover.least
            text: cover.clinic
            color: Theme.coverInk
            font.pixelSize: Theme.roomy ? Theme.label : Theme.labelBase
            font.weight: Font.DemiBold
        }

        Heading {
            id: heading

            width: parent.width
            text: cover.title
            color: Theme.coverInk
            size: Math.max(Theme.readable, Theme.display * cover.fit)
        }

        PlainText {
            id: said

            width: parent.width
            visible: Theme.roomy
            text: cover.body
            color: Theme.coverInk
            font.pixelSize: cover.textSize * (Theme.roomy ? 1.1 : 1)
        }

        Repeater {
            id: lines

            model: cover.facts

            WelcomeFact {
                width: parent?.width ?? 0
                textSize: cover.textSize
            }
        }
    }

    Image {
        id: picture

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        visible: cover.spare >= Theme.mm(32)
        height: Math.max(2, Math.min(cover.spare, width / 2))
        width: Math.min(parent.width - 2 * cover.side, Theme.shortSide * 0.62)
        sourceSize: Qt.size(height * 2, height)
        fillMode: Image.PreserveAspectFit
        source: picture.visible ? "image://icon/welcome/" + Theme.hex(Theme.coverLine) : ""
        Accessible.ignored: true
    }
}
