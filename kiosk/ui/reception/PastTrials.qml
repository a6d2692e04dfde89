pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// Trials that are over: when they were, what was known then, and what was decided.
Column {
    id: view

    required property var trials
    required property string older
    required property var words

    spacing: Desk.margin

    component Line: DeskText {
        width: view.width
    }

    Line {
        visible: view.trials.length > 0
        text: view.words["past_title"] ?? ""
        font.pixelSize: Math.round(Desk.text * 1.15)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: view.trials

        Column {
            id: one

            required property var modelData

            width: view.width
            spacing: Math.round(Desk.gap / 2)
            Accessible.role: Accessible.Grouping
            Accessible.name: one.modelData.title

            Line {
                text: one.modelData.title
                font.weight: Font.DemiBold
            }

            Repeater {
                model: one.modelData.lines

                Line {
                    required property string modelData

                    text: modelData
                }
            }
        }
    }

    Line {
        visible: text !== ""
        text: view.older
        color: Theme.muted
    }
}
