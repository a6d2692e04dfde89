pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.controls
import kiosk.ui.reception.controls

// The code of a visit, to be read across the desk; the same as a slip for a scanner.
Column {
    id: view

    required property K.NewVisit visit
    required property var words
    readonly property int modules: view.visit.qr.length ? view.visit.qr[0].of + 8 : 1
    readonly property int module: Math.max(2, Math.floor(Math.min(view.width, 300) / view.modules))

    spacing: Desk.gap

    DeskText {
        width: parent.width
        text: view.visit.code
        color: Theme.pine
        font.pixelSize: Math.round(64 * Math.min(Desk.scale, 1.5))
        font.weight: Font.DemiBold
        font.letterSpacing: 5
        font.features: {"zero": 1}
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 32
        wrapMode: Text.NoWrap
        LayoutMirroring.enabled: false
        Accessible.name: Said.say(view.words, "visits_code_name", {code: view.visit.code})
    }

    // Black on white with four modules of quiet around it, in every theme: a scanner reads it.
    Rectangle {
        width: view.module * view.modules
        height: width
        color: "#ffffff"

        Repeater {
            model: view.visit.qr

            Rectangle {
                required property var modelData

                x: (modelData.x + 4) * view.module
                y: (modelData.y + 4) * view.module
                width: modelData.wide * view.module
                height: view.module
                color: "#000000"
            }
        }
    }
}
