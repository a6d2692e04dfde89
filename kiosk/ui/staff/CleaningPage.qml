import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The screen while it is wiped: nothing to touch, and how long it still lasts.
Item {
    id: page

    required property StaffScreen staff
    readonly property real drawn: Math.min(page.width, page.height) * (Theme.roomy ? 0.3 : 0.2)

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: Theme.gap * 1.5

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "clean"
            side: page.drawn
        }

        Heading {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.staff.texts.title ?? ""
        }

        PlainText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.muted
            text: page.staff.texts.hint ?? ""
        }

        PlainText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.pine
            font.pixelSize: Theme.display
            font.weight: Font.DemiBold
            text: Said.figures(page.staff.speaking.words, page.staff.cleaning.secondsLeft)
        }

        Rectangle {
            id: track

            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, Theme.mm(120))
            height: Math.round(Theme.gap * 0.7)
            radius: height / 2
            color: Theme.hair

            Rectangle {
                width: track.width * (1 - page.staff.cleaning.secondsLeft / page.staff.cleaning.seconds)
                height: parent.height
                radius: parent.radius
                color: Theme.pine
            }
        }
    }
}
