pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// What is done with a row of today, and how one is found.
Flow {
    id: view

    required property K.TodayPage page
    required property var words

    visible: view.page.table.all > 0
    spacing: Desk.gap

    DeskField {
        id: find

        bare: true
        label: view.words["desk_filter"] ?? ""
        onEdited: view.page.table.filterBy(find.text)
    }

    DeskButton {
        label: view.words["visits_again"] ?? ""
        keys: "Ctrl R"
        enabled: view.page.waits
        onClicked: view.page.slipAgain()
    }

    DeskButton {
        label: view.words["visits_withdraw"] ?? ""
        keys: "Del"
        enabled: view.page.waits && !find.activeFocus
        onClicked: view.page.takeBack()
    }

    DeskButton {
        label: view.words["note_asked_about"] ?? ""
        keys: "Alt Q"
        enabled: view.page.table.place >= 0
        onClicked: view.page.noteQuestion()
    }

    Shortcut {
        sequence: "Ctrl+F"
        onActivated: find.forceActiveFocus(Qt.ShortcutFocusReason)
    }
}
