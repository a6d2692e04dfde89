import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One of the fixed controls at its place, which stays empty where the page has no use for it.
// Where a short word is enough, the whole one is its name.
Item {
    id: slot

    required property var modelData
    property var words: ({})
    property bool brief: false
    property bool covered: false
    property bool beside: false
    readonly property bool quiet: slot.modelData.quiet ?? false

    signal acted(string icon)

    IconWord {
        anchors.fill: parent
        visible: slot.modelData.on
        later: 3
        sign: slot.modelData.icon
        label: slot.words[slot.modelData.key] ?? ""
        word: (slot.brief || slot.beside ? slot.words[slot.modelData.key + "_brief"] : undefined) ?? label
        beside: slot.beside
        wordColour: slot.covered ? Theme.coverInk : (slot.quiet ? Theme.muted : Theme.ink)
        colour: slot.covered ? Theme.coverInk : (slot.quiet ? Theme.muted : Theme.pine)
        groundPressed: slot.covered ? Theme.coverPressed : Theme.pineSoft
        onClicked: slot.acted(slot.modelData.icon)
    }
}
