import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// What can be done with the open response.
Flow {
    id: actions

    required property K.OneResponse one
    required property var words
    readonly property var may: actions.one.may

    spacing: Desk.gap

    DeskButton {
        label: actions.words["response_copy"] ?? ""
        keys: "Ctrl R"
        primary: true
        onClicked: actions.one.copy()
    }

    DeskButton {
        label: actions.words["response_save"] ?? ""
        keys: "Ctrl P"
        onClicked: actions.one.paper.ask()
    }

    DeskButton {
        visible: actions.may.send ?? false
        label: actions.words["response_send"] ?? ""
        onClicked: actions.one.sendAgain()
    }

    DeskButton {
        visible: actions.may.amend ?? false
        label: actions.words["response_amend"] ?? ""
        onClicked: actions.one.amend()
    }

    DeskButton {
        visible: actions.may.move ?? false
        label: actions.words["response_move"] ?? ""
        onClicked: actions.one.changes.ask("move")
    }

    DeskButton {
        visible: actions.may.mistake ?? false
        label: actions.words["response_mistake"] ?? ""
        onClicked: actions.one.changes.ask("mistake")
    }

    DeskButton {
        visible: actions.may.takeBack ?? false
        label: actions.words["response_take_back"] ?? ""
        onClicked: actions.one.changes.ask("take-back")
    }

    DeskButton {
        visible: actions.may.withdraw ?? false
        grave: true
        label: actions.words["response_withdraw"] ?? ""
        onClicked: actions.one.changes.ask("withdraw")
    }
}
