import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One of the fixed controls at its place, which stays empty where the page has no use for it.
Item {
    id: slot

    required property var modelData
    property var words: ({})
    property color ink: Theme.ink
    property bool beside: false

    signal acted(string icon)

    implicitHeight: control.implicitHeight

    IconWord {
        id: control

        anchors.fill: parent
        visible: slot.modelData.on
        sign: slot.modelData.icon
        label: slot.words[slot.modelData.key] ?? ""
        beside: slot.beside
        wordColour: slot.ink
        colour: slot.ink === Theme.pineInk ? slot.ink : Theme.pine
        groundPressed: slot.ink === Theme.pineInk ? Theme.pinePressed : Theme.pineSoft
        onClicked: slot.acted(slot.modelData.icon)
    }
}
