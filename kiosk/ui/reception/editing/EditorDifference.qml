pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// What differs of one question: sentences, and texts with what went struck out and what came underlined.
Column {
    id: block

    required property var modelData

    spacing: Math.round(Desk.gap * 0.6)

    EditorLines {
        width: parent.width
        lines: [block.modelData.title, ...block.modelData.lines]
    }

    Repeater {
        model: block.modelData.texts

        Rectangle {
            id: told

            required property var modelData

            width: block.width
            height: inside.height + 2 * Desk.gap
            radius: Desk.radius
            color: Theme.card
            border.width: 1
            border.color: Theme.line
            Accessible.role: Accessible.StaticText
            Accessible.name: told.modelData.language + ". " + told.modelData.spoken

            Column {
                id: inside

                x: Desk.gap
                y: Desk.gap
                width: parent.width - 2 * Desk.gap
                spacing: Desk.gap / 3
                LayoutMirroring.enabled: told.modelData.rtl
                LayoutMirroring.childrenInherit: true

                // Which language it is, where there is more than one.
                DeskText {
                    width: parent.width
                    visible: block.modelData.texts.length > 1
                    text: told.modelData.language
                    color: Theme.muted
                    font.pixelSize: Desk.small
                    Accessible.ignored: true
                }

                Flow {
                    id: words

                    width: parent.width
                    spacing: Math.round(Desk.text * 0.3)

                    Repeater {
                        model: told.modelData.parts

                        DeskText {
                            required property var modelData

                            width: Math.min(implicitWidth, words.width)
                            text: modelData.words
                            color: modelData.kind === "removed" ? Theme.error : modelData.kind === "inserted" ? Theme.pine : Theme.ink
                            font.strikeout: modelData.kind === "removed"
                            font.underline: modelData.kind === "inserted"
                            font.weight: modelData.kind === "inserted" ? Font.DemiBold : Font.Normal
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
    }
}
