pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// How words shall be tried; how long that takes here is said before it starts.
DeskDialog {
    id: dialog

    required property K.Starting starting
    required property var words
    property bool busy: false

    title: dialog.starting.title
    body: dialog.words["start_try_body"] ?? ""
    shown: dialog.starting.shown
    wide: 820
    beginAtButtons: true
    onClosed: dialog.starting.close()

    content: Column {
        id: inside

        spacing: Desk.gap

        // What it takes comes first: it is to be known before it starts.
        Repeater {
            model: dialog.starting.lines

            DeskText {
                required property string modelData

                width: inside.width
                text: modelData
            }
        }

        Repeater {
            model: dialog.starting.warnings

            DeskText {
                required property string modelData

                width: inside.width
                text: modelData
                color: Theme.error
                font.weight: Font.DemiBold
            }
        }

        Grid {
            id: choices

            width: inside.width
            columns: inside.width > 600 * Desk.scale ? 2 : 1
            spacing: Desk.gap

            Repeater {
                // The same ones all the time, so that what has the keyboard keeps it.
                model: ["question", "hope", "share", "where", "weeks"]

                DeskChoice {
                    id: choice

                    required property string modelData
                    readonly property var what: dialog.starting.choices.find(one => one.id === choice.modelData)

                    visible: choice.what !== undefined
                    width: Math.floor((choices.width - (choices.columns - 1) * Desk.gap) / choices.columns)
                    label: choice.what?.label ?? ""
                    model: choice.what?.model ?? []
                    current: choice.what?.current ?? ""
                    onChosen: id => dialog.starting.choose(choice.modelData, id)
                }
            }
        }
    }

    buttons: ReasonButtons {
        problem: dialog.starting.problem

        DeskButton {
            focus: true
            primary: true
            enabled: !dialog.busy
            label: dialog.words["start_try_go"] ?? ""
            keys: "Ctrl Return"
            onClicked: dialog.starting.confirm()
        }

        DeskButton {
            label: dialog.words["changes_cancel"] ?? ""
            keys: "Esc"
            onClicked: dialog.starting.close()
        }
    }
}
