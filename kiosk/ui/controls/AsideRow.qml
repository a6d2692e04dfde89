import QtQuick
import kiosk.ui

// One or two quiet buttons under a pad: that something is not known, and where to go on. Where both
// stand there, the first is drawn with brief words.
Row {
    id: asides

    property string first: ""
    property string brief: ""
    property string second: ""
    readonly property int count: (asides.first ? 1 : 0) + (asides.second ? 1 : 0)
    readonly property real part: (asides.width + asides.spacing) / Math.max(1, asides.count) - asides.spacing

    signal firstClicked
    signal secondClicked

    spacing: Theme.gap

    AsideButton {
        visible: asides.first !== ""
        width: asides.part
        height: Theme.target
        label: asides.first
        shown: asides.second ? asides.brief : label
        onClicked: asides.firstClicked()
    }

    AsideButton {
        visible: asides.second !== ""
        width: asides.part
        height: Theme.target
        label: asides.second
        onClicked: asides.secondClicked()
    }
}
