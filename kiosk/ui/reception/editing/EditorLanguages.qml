pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// In which language is written and shown.
Column {
    id: view

    required property K.Editor page
    required property var words

    spacing: Desk.gap

    DeskTabs {
        visible: view.page.languages.length > 1
        width: parent.width
        name: view.words["edit_languages"] ?? ""
        model: view.page.languages
        current: view.page.language
        onChosen: id => view.page.speakIn(id)
    }

    DeskChoice {
        visible: (view.page.allowed.all ?? false) && view.page.otherLanguages.length > 0
        width: Math.min(parent.width, Math.round(320 * Desk.scale))
        label: view.words["edit_language_add"] ?? ""
        model: view.page.otherLanguages
        onChosen: id => view.page.speakIn(id)
    }
}
