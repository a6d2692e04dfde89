pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception
import kiosk.ui.reception.controls

// What is asked once on a new kiosk, a page after the other, by touch or keys.
Window {
    id: root

    required property K.SetUp setUp
    required property K.KeyboardChoice keyboards
    required property K.TouchGuard guard
    required property real pxPerMm
    property bool mayClose: false
    // Written by touch, and not on keys of one's own.
    property bool fingers: false
    readonly property var words: root.setUp.speaking.words
    readonly property bool measures: root.setUp.step === "measure"

    title: root.words["setup_title"] ?? ""
    color: Theme.paper
    onClosing: close => close.accepted = root.mayClose

    Binding {
        target: Theme
        property: "pxPerMm"
        value: root.pxPerMm
    }

    Binding {
        target: Theme
        property: "width"
        value: root.width
    }

    Binding {
        target: Theme
        property: "height"
        value: root.height
    }

    Binding {
        target: Theme
        property: "theme"
        value: root.setUp.theme
    }

    Binding {
        target: Desk
        property: "touch"
        value: true
    }

    Binding {
        target: Desk
        property: "scale"
        value: root.setUp.text / 100 * Math.max(1.15, 0.24 * Theme.pxPerMm)
    }

    Binding {
        target: Desk
        property: "below"
        value: board.shown ? board.height : 0
    }

    Binding {
        target: root.guard
        property: "typing"
        value: board.shown
    }

    FocusScope {
        anchors.fill: parent
        anchors.bottomMargin: Desk.below
        focus: true
        enabled: targets.status !== Loader.Ready
        LayoutMirroring.enabled: root.setUp.speaking.rtl
        LayoutMirroring.childrenInherit: true

        SetUpHead {
            id: head

            width: parent.width
            height: root.measures ? 0 : implicitHeight
            visible: !root.measures
            setUp: root.setUp
            words: root.words
        }

        Loader {
            id: place

            readonly property string file: root.setUp.file

            function lay() {
                place.setSource(place.file, {page: root.setUp.page, setUp: root.setUp, words: root.words});
            }

            anchors.top: head.bottom
            anchors.bottom: foot.top
            width: parent.width
            focus: true
            onFileChanged: place.lay()
            onLoaded: place.forceActiveFocus()
            Component.onCompleted: place.lay()
        }

        SetUpFoot {
            id: foot

            anchors.bottom: parent.bottom
            width: parent.width
            height: root.measures ? 0 : implicitHeight
            visible: !root.measures
            setUp: root.setUp
            words: root.words
        }
    }

    Loader {
        id: targets

        anchors.fill: parent
        active: root.setUp.step === "touch" && ((root.setUp.page as K.TouchPage)?.target ?? "") !== ""
        sourceComponent: TouchTargets {
            page: root.setUp.page as K.TouchPage
            words: root.words
        }
        onLoaded: (targets.item as Item)?.forceActiveFocus()
    }

    DeskKeyboard {
        id: board

        wanted: root.fingers
        keys: root.keyboards.of(root.setUp.speaking.code)
        words: root.words
    }
}
