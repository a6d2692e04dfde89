import QtQuick
import kiosk.ui

// The patient's own words, shown as written; a touch or any letter key opens the writing page.
AnswerControl {
    id: answer

    property string label: answer.question.text ?? ""
    property string text: answer.entry.text ?? ""
    property int lines: answer.question.lines ?? 3
    readonly property int wanted: Math.round(Theme.body * 1.25 * answer.lines) + 2 * Theme.gap

    implicitHeight: Math.max(Theme.row, answer.wanted, own.implicitHeight + 2 * Theme.gap)

    Touchable {
        width: parent.width
        height: Math.min(answer.height, answer.implicitHeight)
        ground: Theme.card
        edge: answer.text ? Theme.pine : Theme.line
        edgeWidth: answer.text ? Theme.outline * 2 : Theme.outline
        padding: Theme.gap
        label: answer.label
        Accessible.role: Accessible.EditableText
        Accessible.description: answer.text || (answer.words["write_empty"] ?? "")
        onClicked: answer.writing("text", "")
        Keys.onPressed: event => {
            event.accepted = event.text !== "" && event.text >= " ";
            if (event.accepted)
                answer.writing("text", event.text);
        }

        contentItem: Item {
            id: inside

            // What does not fit ends with a whole line.
            Item {
                readonly property real line: own.implicitHeight / Math.max(1, own.lineCount)

                width: parent.width
                height: own.implicitHeight <= inside.height ? inside.height : Math.floor(inside.height / line) * line
                clip: true

                PlainText {
                    id: own

                    readonly property bool unsaid: true // the field says it

                    width: parent.width
                    visible: answer.text !== ""
                    text: answer.text
                }
            }

            Icon {
                id: pen

                visible: answer.text === ""
                anchors.left: parent.left
                name: "write"
            }

            PlainText {
                visible: answer.text === ""
                anchors.left: pen.right
                anchors.right: parent.right
                anchors.leftMargin: Theme.gap / 2
                height: parent.height
                text: answer.words["write_empty"] ?? ""
                wrapMode: Text.WordWrap
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.readable
                color: Theme.muted
                Accessible.ignored: true
            }
        }
    }
}
