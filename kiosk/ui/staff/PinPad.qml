pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Our own PIN pad: the count of digits is said, the digits never.
PageBody {
    id: pad

    required property StaffScreen staff
    readonly property var words: pad.staff.speaking.words
    readonly property real cell: (Math.min(pad.width, Theme.mm(150)) - 2 * Theme.gap) / 3
    readonly property real cellHeight: Math.max(Theme.target, Math.min(Theme.row * 1.2, (pad.height - dots.height - 4 * Theme.gap) / 4))

    implicitHeight: dots.height + Theme.gap + 4 * (Theme.row * 1.2 + Theme.gap)
    needed: dots.height + 4 * (Theme.gap + Theme.target)

    Row {
        id: dots

        anchors.horizontalCenter: keys.horizontalCenter
        height: Math.round(Theme.base * 0.8)
        spacing: Theme.gap / 2
        Accessible.role: Accessible.StaticText
        Accessible.name: pad.staff.pin.entered
        Accessible.ignored: pad.staff.pin.digits === 0

        Repeater {
            model: Math.max(6, pad.staff.pin.digits)

            Rectangle {
                required property int index

                width: dots.height * 0.6
                height: width
                radius: width / 2
                color: index < pad.staff.pin.digits ? Theme.pine : "transparent"
                border.width: Theme.outline
                border.color: Theme.line
            }
        }
    }

    Grid {
        id: keys

        anchors.top: dots.bottom
        anchors.topMargin: Theme.gap
        anchors.horizontalCenter: Theme.portrait ? parent.horizontalCenter : undefined
        columns: 3
        spacing: Theme.gap
        LayoutMirroring.enabled: false

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "ok"]

            BigButton {
                id: key

                readonly property bool isKey: true

                required property string modelData
                readonly property bool isDigit: key.modelData.length === 1

                width: pad.cell
                implicitHeight: pad.cellHeight
                primary: key.modelData === "ok"
                enabled: !pad.staff.pin.checking
                textSize: key.isDigit || key.primary ? Theme.base : Math.max(Theme.readable, Math.round(Theme.base * 0.7))
                label: key.isDigit ? Said.figures(pad.words, key.modelData) : pad.words[key.primary ? "pin_ok" : "key_erase"] ?? ""
                Accessible.name: key.isDigit ? key.modelData : key.primary ? key.label : pad.words["pin_erase"] ?? ""
                onClicked: {
                    if (key.isDigit)
                        pad.staff.pin.press(key.modelData);
                    else
                        key.primary ? pad.staff.pin.enter() : pad.staff.pin.erase();
                }
            }
        }
    }
}
