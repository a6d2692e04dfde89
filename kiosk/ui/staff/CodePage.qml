pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The code of a visit, readable across the desk, and the same for a scanner.
Item {
    id: page

    required property Giving giving
    required property var words
    readonly property real side: Math.min(page.width, page.height - letters.implicitHeight - 2 * Theme.gap, Theme.mm(90))
    readonly property int modules: page.giving.qr.length ? page.giving.qr[0].of + 8 : 1
    readonly property int module: Math.floor(page.side / page.modules)

    visible: page.giving.code !== ""
    implicitHeight: Theme.mm(90) + letters.implicitHeight + 2 * Theme.gap

    PlainText {
        id: letters

        readonly property real size: Math.min(Theme.display * 1.4, page.width / 5)

        width: page.width
        text: page.giving.code
        color: Theme.pine
        font.pixelSize: letters.size
        font.weight: Font.DemiBold
        font.letterSpacing: letters.size * 0.08
        LayoutMirroring.enabled: false
        Accessible.name: Said.say(page.words, "give_code_name", {code: page.giving.code})
    }

    // Black on white with four modules of quiet around it, in every theme: a scanner reads it.
    Rectangle {
        anchors.top: letters.bottom
        anchors.topMargin: Theme.gap
        width: page.module * page.modules
        height: width
        color: "#ffffff"

        Repeater {
            model: page.giving.qr

            Rectangle {
                required property var modelData

                x: (modelData.x + 4) * page.module
                y: (modelData.y + 4) * page.module
                width: modelData.wide * page.module
                height: page.module
                color: "#000000"
            }
        }
    }
}
