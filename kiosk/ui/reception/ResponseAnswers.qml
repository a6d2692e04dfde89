pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// Questions and answers in the language and the direction they were read in.
Column {
    id: answers

    required property var told
    property string title: ""

    spacing: Desk.gap
    LayoutMirroring.enabled: answers.told.rtl ?? false
    LayoutMirroring.childrenInherit: true

    DeskText {
        visible: text !== ""
        width: answers.width
        text: answers.title
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: answers.told.parts ?? []

        Column {
            id: part

            required property var modelData

            width: answers.width
            spacing: Desk.gap

            DeskText {
                visible: text !== ""
                width: part.width
                text: part.modelData.heading
                color: Theme.pine
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignLeft
                Accessible.role: Accessible.Heading
            }

            Repeater {
                model: part.modelData.lines

                Column {
                    id: line

                    required property var modelData

                    width: part.width

                    DeskText {
                        width: line.width
                        text: line.modelData.question
                        color: Theme.muted
                        horizontalAlignment: Text.AlignLeft
                    }

                    DeskText {
                        width: line.width
                        text: line.modelData.answer
                        font.weight: line.modelData.given ? Font.DemiBold : Font.Normal
                        font.italic: !line.modelData.given
                        horizontalAlignment: Text.AlignLeft
                    }
                }
            }
        }
    }
}
