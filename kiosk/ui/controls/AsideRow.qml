import QtQuick
import kiosk.ui

// Up to three quiet buttons under a pad: that something is not known, and where to go on. Where it
// does not stand alone, the first is drawn with brief words.
Row {
    id: asides

    property string first: ""
    property string brief: ""
    property string second: ""
    property string third: ""
    readonly property int count: [asides.first, asides.second, asides.third].filter(word => word).length
    readonly property real part: (asides.width + asides.spacing) / Math.max(1, asides.count) - asides.spacing

    signal firstClicked
    signal secondClicked
    signal thirdClicked

    spacing: Theme.gap

    AsideButton {
        visible: asides.first !== ""
        width: asides.part
        height: Theme.target
        label: asides.first
        shown: asides.count > 1 ? asides.brief : label
        onClicked: asides.firstClicked()
    }

    AsideButton {
        visible: asides.second !== ""
        width: asides.part
        height: Theme.target
        label: asides.second
        onClicked: asides.secondClicked()
    }

    AsideButton {
        visible: asides.third !== ""
        width: asides.part
        height: Theme.target
        label: asides.third
        onClicked: asides.thirdClicked()
    }
}
