pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// One line of marked text: its marker, then its words, each a plain text of its own.
Item {
    id: line

    property var line: ({})
    property int size: Theme.body
    property color ink: Theme.ink
    property int weight: Font.Normal
    readonly property bool pieced: (line.line.words ?? []).length > 0
    readonly property bool heading: line.line.kind === "heading"
    readonly property real indent: line.line.kind === "item" ? line.size * Math.min(4, line.line.level) : 0

    implicitHeight: line.pieced ? words.implicitHeight : whole.implicitHeight

    component Piece: PlainText {
        property var marks: ({})

        color: line.ink
        font.pixelSize: line.size
        font.weight: marks.bold || line.heading ? Font.Bold : line.weight
        font.italic: marks.italic ?? false
        font.underline: marks.underlined ?? false
        font.strikeout: marks.struck ?? false
        Accessible.ignored: true
    }

    Piece {
        anchors.left: parent.left
        anchors.leftMargin: Math.max(0, line.indent - line.size)
        width: Math.max(implicitWidth, line.size)
        text: line.line.marker ?? ""
    }

    Piece {
        id: whole

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: line.indent + ((line.line.marker ?? "").length > 2 ? line.size * 0.6 : 0)
        visible: !line.pieced
        text: line.pieced ? "" : (line.line.text ?? "")
        marks: line.line.marks ?? {}
    }

    Flow {
        id: words

        anchors.fill: whole
        visible: line.pieced
        spacing: line.size * 0.25
        layoutDirection: line.line.rtl ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Repeater {
            model: line.line.words ?? []

            Row {
                id: word

                required property var modelData

                layoutDirection: words.layoutDirection
                LayoutMirroring.enabled: false

                Repeater {
                    model: word.modelData

                    Piece {
                        required property var modelData

                        text: modelData.text
                        marks: modelData.marks
                        width: Math.min(implicitWidth, words.width)
                    }
                }
            }
        }
    }
}
