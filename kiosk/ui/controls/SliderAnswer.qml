import QtQuick
import kiosk.ui

// A number as a place on a line: touch it anywhere, or touch less and more. Nothing is dragged.
AnswerControl {
    id: answer

    readonly property string number: answer.entry.text ?? ""
    readonly property string unit: answer.question.unit ?? ""
    readonly property string said: answer.number ? answer.number + (answer.unit ? " " + answer.unit : "") : answer.words["slider_empty"] ?? ""

    function go(text: string) {
        if (text)
            answer.entered({
                text: text
            });
    }

    function end(figure: string, word: string): string {
        return word ? figure + "\n" + word : figure;
    }

    implicitHeight: top.height + line.height + ends.height + Theme.gap * 1.5

    Item {
        id: top

        width: parent.width
        height: Math.max(less.implicitHeight, more.implicitHeight, Theme.roomy ? Theme.mm(32) : Theme.row)

        StepButton {
            id: less

            anchors.left: parent.left
            width: Math.max(implicitWidth, more.implicitWidth, Theme.roomy ? parent.width * 0.24 : 0)
            height: parent.height
            sign: "minus"
            label: answer.words["number_less"] ?? ""
            enabled: (answer.entry.less ?? "") !== ""
            onClicked: answer.go(answer.entry.less)
        }

        PlainText {
            readonly property bool unsaid: true // the line says it

            anchors.left: less.right
            anchors.right: more.left
            anchors.leftMargin: Theme.gap
            anchors.rightMargin: Theme.gap
            height: parent.height
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.mm(4)
            text: answer.said
            font.pixelSize: answer.number ? Theme.heading * 1.4 : Theme.small
            font.weight: answer.number ? Font.DemiBold : Font.Normal
            color: answer.number ? Theme.ink : Theme.muted
        }

        StepButton {
            id: more

            anchors.right: parent.right
            width: less.width
            height: parent.height
            sign: "plus"
            label: answer.words["number_more"] ?? ""
            enabled: (answer.entry.more ?? "") !== ""
            onClicked: answer.go(answer.entry.more)
        }
    }

    SliderLine {
        id: line

        anchors.top: top.bottom
        anchors.topMargin: Theme.gap
        width: parent.width
        height: implicitHeight
        label: answer.question.text ?? ""
        spoken: answer.said
        part: answer.entry.part ?? -1
        onPicked: part => answer.entered({
            part: part
        })
        Keys.onRightPressed: answer.go(answer.entry[line.mirrored ? "less" : "more"] ?? "")
        Keys.onLeftPressed: answer.go(answer.entry[line.mirrored ? "more" : "less"] ?? "")
        Keys.onUpPressed: answer.go(answer.entry.more ?? "")
        Keys.onDownPressed: answer.go(answer.entry.less ?? "")
        Accessible.onIncreaseAction: answer.go(answer.entry.more ?? "")
        Accessible.onDecreaseAction: answer.go(answer.entry.less ?? "")
    }

    Item {
        id: ends

        anchors.top: line.bottom
        anchors.topMargin: Theme.gap / 2
        width: parent.width
        height: Math.max(low.implicitHeight, high.implicitHeight)

        PlainText {
            id: low

            anchors.left: parent.left
            width: (parent.width - Theme.gap) / 2
            text: answer.end(answer.question.first ?? "", answer.question.low ?? "")
            font.pixelSize: Theme.label
        }

        PlainText {
            id: high

            anchors.right: parent.right
            width: low.width
            horizontalAlignment: Text.AlignRight
            text: answer.end(answer.question.last ?? "", answer.question.high ?? "")
            font.pixelSize: Theme.label
        }
    }
}
