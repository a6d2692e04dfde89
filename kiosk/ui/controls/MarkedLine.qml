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
    property real lineHeight: 0.96
    readonly property bool pieced: (line.line.words ?? []).length > 0
    readonly property bool heading: line.line.kind === "heading"
    readonly property real indent: line.line.kind === "item" ? line.size * Math.min(4, line.line.level) : 0

    // Its height at once, without waiting for the next frame.
    function settle() {
        words.forceLayout();
    }

    // Where its lines end, from its top.
    function lineEnds(): var {
        return line.pieced ? words.children.map(word => word.y + word.height) : whole.lineEnds();
    }

    // In its own direction, whatever that of the page is.
    LayoutMirroring.enabled: line.line.rtl ?? false
    LayoutMirroring.childrenInherit: true
    implicitHeight: line.pieced ? words.implicitHeight : whole.implicitHeight

    component Piece: PlainText {
        property var marks: ({})

        color: line.ink
        font.pixelSize: line.size
        font.weight: marks.bold || line.heading ? Font.Bold : line.weight
        font.italic: marks.italic ?? false
        font.underline: marks.underlined ?? false
        font.strikeout: marks.struck ?? false
        lineHeight: line.lineHeight
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
        layoutDirection: line.line.rtl ? Qt.RightToLeft : Qt.LeftToRight
        LayoutMirroring.enabled: false

        Repeater {
            model: line.line.words ?? []

            Row {
                id: word

                required property var modelData

                // The blank after it; as spacing of the flow it would part the lines, too.
                rightPadding: line.line.rtl ? 0 : line.size * 0.25
                leftPadding: line.line.rtl ? line.size * 0.25 : 0
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
