pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Kiosk as K
import kiosk.ui

// The desk's window on a PC with mouse and keyboard.
Window {
    id: root

    required property K.Reception reception
    property K.Trial trial: null

    visible: false
    minimumWidth: 800
    minimumHeight: 560
    color: Theme.paper
    title: root.reception.title

    Binding {
        target: Theme
        property: "theme"
        value: root.reception.look.theme
    }

    Loader {
        id: bar

        width: parent.width
        active: root.trial !== null
        sourceComponent: TrialBar {
            trial: root.trial
            signedIn: root.reception.open
        }
    }

    Reception {
        anchors.fill: parent
        anchors.topMargin: bar.height
        reception: root.reception
        LayoutMirroring.enabled: root.reception.speaking.rtl
        LayoutMirroring.childrenInherit: true
    }
}
