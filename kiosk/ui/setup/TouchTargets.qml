import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// One target at a time over all of the window; wherever a touch comes, it is looked at.
FocusScope {
    id: view

    required property K.TouchPage page
    required property var words
    readonly property real side: Theme.mm(14)

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    TapHandler {
        onTapped: point => view.page.touch(point.pressPosition.x, point.pressPosition.y)
    }

    Rectangle {
        x: view.page.place.x - width / 2
        y: view.page.place.y - height / 2
        width: view.side
        height: view.side
        radius: width / 2
        color: Theme.pineSoft
        border.width: 3
        border.color: Theme.pine
        Accessible.role: Accessible.Graphic
        Accessible.name: view.page.told

        Rectangle {
            anchors.centerIn: parent
            width: parent.width * 0.6
            height: 3
            color: Theme.pine
        }

        Rectangle {
            anchors.centerIn: parent
            width: 3
            height: parent.height * 0.6
            color: Theme.pine
        }
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: view.height / 2 + view.side
        width: Math.min(parent.width - 2 * view.side - 2 * Theme.mm(12), Math.round(420 * Desk.scale))
        spacing: Desk.gap

        DeskText {
            width: parent.width
            text: view.page.told
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        DeskButton {
            focus: true
            label: view.words["setup_touch_nothing"] ?? ""
            onClicked: view.page.nothing()
        }

        DeskButton {
            quiet: true
            label: view.words["setup_touch_stop"] ?? ""
            onClicked: view.page.stop()
        }
    }
}
