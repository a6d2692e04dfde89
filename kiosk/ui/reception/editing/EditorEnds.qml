pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// The ends of a change: used, tried out, kept as a draft, thrown away.
Flow {
    id: view

    required property K.Editor page
    required property var words
    property bool ready: false
    readonly property var may: view.page.allowed

    spacing: Desk.gap

    DeskButton {
        visible: view.may.use ?? false
        enabled: view.ready && !view.page.busy
        primary: true
        label: view.words["edit_use"] ?? ""
        onClicked: view.page.useNow()
    }

    DeskButton {
        visible: view.may.pilot ?? false
        enabled: view.ready && !view.page.busy
        label: view.words["edit_try"] ?? ""
        onClicked: view.page.tryOut()
    }

    DeskButton {
        visible: view.may.draft ?? false
        enabled: view.ready && !view.page.busy
        label: view.words["edit_draft"] ?? ""
        onClicked: view.page.keepDraft()
    }

    DeskButton {
        grave: true
        enabled: view.page.mayUndo || view.page.mayRedo
        label: view.words["edit_discard"] ?? ""
        onClicked: sure.shown = true
    }

    DeskDialog {
        id: sure

        title: view.words["edit_discard_sure"] ?? ""
        body: view.words["edit_discard_line"] ?? ""
        beginAtButtons: true
        onClosed: sure.shown = false

        buttons: Flow {
            spacing: Desk.gap

            DeskButton {
                focus: true
                primary: true
                label: view.words["edit_discard_no"] ?? ""
                keys: "Esc"
                onClicked: sure.shown = false
            }

            DeskButton {
                grave: true
                label: view.words["edit_discard"] ?? ""
                onClicked: view.page.discard()
            }
        }
    }
}
