import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The ways on: always at the same place.
Rectangle {
    id: foot

    required property K.SetUp setUp
    required property var words
    readonly property bool narrow: ways.implicitWidth + ons.implicitWidth + 3 * Desk.margin > foot.width

    implicitHeight: (foot.narrow ? ways.height + Desk.gap : 0) + Math.max(ways.height, ons.height) + 2 * Desk.gap
    color: Theme.paper

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.hair
    }

    Row {
        id: ways

        anchors.left: parent.left
        anchors.leftMargin: Desk.margin
        y: foot.height - height - Desk.gap
        spacing: Desk.gap

        DeskButton {
            enabled: foot.setUp.mayGoBack && !foot.setUp.busy
            label: foot.words["setup_back"] ?? ""
            onClicked: foot.setUp.back()
        }

        DeskButton {
            quiet: true
            enabled: !foot.setUp.busy
            label: foot.words["setup_later"] ?? ""
            onClicked: foot.setUp.later()
        }
    }

    Row {
        id: ons

        anchors.right: parent.right
        anchors.rightMargin: Desk.margin
        y: Desk.gap
        spacing: Desk.gap

        DeskButton {
            visible: foot.setUp.maySkip
            enabled: !foot.setUp.busy
            label: foot.words["setup_skip"] ?? ""
            onClicked: foot.setUp.skip()
        }

        DeskButton {
            visible: !foot.setUp.isLast
            primary: true
            enabled: !foot.setUp.busy
            label: foot.words["setup_on"] ?? ""
            onClicked: foot.setUp.goOn()
        }

        DeskButton {
            visible: foot.setUp.isLast
            primary: true
            enabled: !foot.setUp.busy
            label: foot.words["setup_start"] ?? ""
            onClicked: foot.setUp.start()
        }
    }
}
