import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// What who is signed in may do with a version; what is usual stands out. Of words that are tried that
// is what the numbers speak for, and neither while it is too early.
Flow {
    id: actions

    required property var card
    required property K.ChangesTab page
    required property var words
    readonly property var may: actions.card.may

    spacing: Desk.gap
    topPadding: Desk.gap / 2
    bottomPadding: Desk.gap / 2

    DeskButton {
        visible: actions.may["keep"] ?? false
        primary: actions.card.tone === "good"
        label: actions.words["changes_keep"] ?? ""
        onClicked: actions.page.keep(actions.card.key)
    }

    DeskButton {
        visible: actions.may["take-back"] ?? false
        primary: actions.card.tone === "bad"
        label: actions.words["changes_take_back"] ?? ""
        onClicked: actions.page.takeBack(actions.card.key)
    }

    DeskButton {
        visible: actions.may["approve"] ?? false
        primary: true
        label: actions.words["changes_approve"] ?? ""
        onClicked: actions.page.decide(actions.card.key, "approve")
    }

    DeskButton {
        visible: actions.may["pilot"] ?? false
        primary: true
        label: actions.words["changes_try"] ?? ""
        onClicked: actions.page.tryOut(actions.card.key)
    }

    DeskButton {
        visible: actions.may["use"] ?? false
        primary: !(actions.may["pilot"] ?? false)
        label: actions.words["changes_use"] ?? ""
        onClicked: actions.page.useNow(actions.card.key)
    }

    DeskButton {
        visible: actions.may["edit"] ?? false
        label: actions.words["changes_edit"] ?? ""
        onClicked: actions.page.edit(actions.card.key)
    }

    DeskButton {
        visible: actions.may["object"] ?? false
        label: actions.words["changes_object"] ?? ""
        onClicked: actions.page.decide(actions.card.key, "object")
    }

    DeskButton {
        visible: actions.may["discard"] ?? false
        label: actions.words["changes_discard"] ?? ""
        onClicked: actions.page.discard(actions.card.key)
    }

    DeskButton {
        visible: actions.may["veto"] ?? false
        grave: true
        label: actions.words["changes_veto"] ?? ""
        onClicked: actions.page.decide(actions.card.key, "veto")
    }
}
