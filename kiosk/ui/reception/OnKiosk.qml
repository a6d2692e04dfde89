pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The desk over the patients' window: sizes for fingers, and the kiosk's own keyboard for its fields.
FocusScope {
    id: view

    required property K.Reception reception
    required property K.KeyboardChoice keyboards
    required property K.TouchGuard guard

    focus: true

    Binding {
        target: Desk
        property: "touch"
        value: true
    }

    Binding {
        target: Desk
        property: "below"
        value: board.shown ? board.height : 0
    }

    Binding {
        target: Theme
        property: "theme"
        value: view.reception.look.theme
    }

    Binding {
        target: view.guard
        property: "typing"
        value: board.shown
    }

    Reception {
        anchors.fill: parent
        anchors.bottomMargin: Desk.below
        reception: view.reception
    }

    DeskKeyboard {
        id: board

        keys: view.keyboards.of(view.reception.speaking.code)
        words: view.reception.speaking.words
    }
}
