pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// What staff must know of the patient; the code of the visit, readable across the desk, and the same
// for a scanner.
Item {
    id: page

    required property Giving giving
    required property var words
    readonly property real told: page.giving.needs ? needs.height + Theme.gap : 0
    readonly property real shown: page.giving.code ? letters.implicitHeight + 2 * Theme.gap : 0
    readonly property real side: Math.min(page.width, page.height - page.told - page.shown, Theme.mm(90))
    readonly property int modules: page.giving.qr.length ? page.giving.qr[0].of + 8 : 1
    readonly property int module: Math.floor(page.side / page.modules)

    implicitHeight: page.told + page.shown + (page.giving.code ? Theme.mm(90) : 0)

    NoticeCard {
        id: needs

        width: parent.width
        visible: text !== ""
        sign: "attention"
        text: page.giving.needs
    }

    PlainText {
        id: letters

        readonly property real size: Math.min(Theme.display * 1.4, page.width / 6.5)

        y: page.told
        width: page.width
        visible: text !== ""
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
        visible: page.giving.code !== ""
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
