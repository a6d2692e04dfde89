pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Patients' own words, for who asked for them; and what to do where somebody may be in danger.
DeskDialog {
    id: dialog

    required property K.Reading reading
    required property var words

    title: dialog.reading.title
    body: dialog.reading.body
    shown: dialog.reading.shown
    wide: 720
    beginAtButtons: true
    onClosed: dialog.reading.close()

    content: Column {
        id: inside

        spacing: Desk.gap

        Repeater {
            model: dialog.reading.state === "read" ? dialog.reading.lines : []

            DeskText {
                required property string modelData

                width: inside.width
                text: modelData
            }
        }
    }

    buttons: Flow {
        spacing: Desk.gap

        DeskButton {
            focus: true
            primary: dialog.reading.state !== "sure"
            label: dialog.words["reading_close"] ?? ""
            keys: "Esc"
            onClicked: dialog.reading.close()
        }

        DeskButton {
            visible: label !== ""
            grave: true
            primary: dialog.reading.state === "sure"
            label: dialog.reading.action
            onClicked: dialog.reading.danger()
        }
    }
}
