import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Something sounds; was it heard?
StepFrame {
    id: view

    required property K.SoundPage page
    required property var words

    title: view.words["setup_sound_title"] ?? ""
    line: view.words["setup_sound_line"] ?? ""

    DeskText {
        width: parent.width
        text: view.page.status
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskButton {
            focus: true
            label: view.words["setup_sound_play"] ?? ""
            onClicked: view.page.play()
        }

        DeskButton {
            visible: view.page.mixes
            label: view.words["setup_sound_softer"] ?? ""
            onClicked: view.page.change(false)
        }

        DeskButton {
            visible: view.page.mixes
            label: view.words["setup_sound_louder"] ?? ""
            onClicked: view.page.change(true)
        }
    }

    DeskText {
        width: parent.width
        text: view.words[view.page.mixes ? "setup_sound_level" : "setup_sound_level_pc"] ?? ""
        color: Theme.muted
    }

    Flow {
        width: parent.width
        spacing: Desk.gap

        DeskButton {
            primary: true
            enabled: !view.page.busy
            label: view.words["setup_sound_heard"] ?? ""
            onClicked: view.page.heard()
        }

        DeskButton {
            enabled: !view.page.busy
            label: view.words["setup_sound_silent"] ?? ""
            onClicked: view.page.silent()
        }
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: view.page.said
    }
}
