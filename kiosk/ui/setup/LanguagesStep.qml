pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Which language comes first, and which others patients may choose.
StepFrame {
    id: view

    required property K.LanguagesPage page
    required property var words

    title: view.words["setup_languages_title"] ?? ""
    line: view.words["setup_languages_line"] ?? ""

    DeskChoice {
        width: Math.min(parent.width, Math.round(420 * Desk.scale))
        focus: true
        label: view.words["setup_language_first"] ?? ""
        model: view.page.firsts
        current: view.page.first
        onChosen: id => view.page.chooseFirst(id)
    }

    DeskText {
        width: parent.width
        text: view.words["setup_languages_also"] ?? ""
        font.weight: Font.DemiBold
    }

    Grid {
        id: grid

        readonly property int across: Math.max(1, Math.floor(parent.width / (340 * Desk.scale)))

        width: parent.width
        columns: grid.across
        columnSpacing: Desk.gap
        rowSpacing: Desk.gap / 2

        Repeater {
            model: view.page.rows

            DeskTick {
                id: tick

                required property var modelData

                width: Math.floor((grid.width - (grid.across - 1) * Desk.gap) / grid.across)
                label: tick.modelData.name
                line: tick.modelData.line
                enabled: !tick.modelData.fixed
                checkable: false
                checked: tick.modelData.on
                onClicked: view.page.toggle(tick.modelData.code)
            }
        }
    }
}
