import QtQuick
import kiosk.ui

// A number between less and more. Nothing is chosen before the first touch; where the way is long
// the number can be written as well.
AnswerControl {
    id: answer

    readonly property bool writes: answer.question.pad ?? false
    readonly property string lessText: answer.entry.less ?? ""
    readonly property string moreText: answer.entry.more ?? ""
    readonly property string range: answer.question.range ?? ""
    readonly property real rangeRoom: answer.range ? may.implicitHeight + Theme.gap / 2 : 0
    readonly property real need: row.height + (answer.writes ? Theme.gap + Theme.mm(Theme.roomy ? 66 : 54) : 0)
    readonly property bool told: answer.range !== "" && answer.need + answer.rangeRoom <= answer.height
    readonly property real mayRoom: answer.told ? answer.rangeRoom : 0

    function go(text: string) {
        if (text)
            answer.enter({
                text: text
            });
    }

    implicitHeight: row.height + answer.rangeRoom + (answer.writes ? pad.implicitHeight + Theme.gap : 0)

    Item {
        id: row

        width: parent.width
        height: Math.max(less.implicitHeight, more.implicitHeight, Theme.roomy ? Theme.mm(32) : Theme.row)

        StepButton {
            id: less

            anchors.left: parent.left
            width: Math.max(implicitWidth, more.implicitWidth, Theme.roomy ? parent.width * 0.24 : 0)
            height: parent.height
            sign: "minus"
            label: answer.words["number_less"] ?? ""
            enabled: answer.lessText !== ""
            onClicked: answer.go(answer.lessText)
        }

        FiguresField {
            id: field

            anchors.left: less.right
            anchors.right: more.left
            anchors.leftMargin: Theme.gap
            anchors.rightMargin: Theme.gap
            height: parent.height
            stacked: true
            padding: Theme.outline * 2
            horizontalPadding: Theme.gap / 2
            label: answer.question.text ?? ""
            number: answer.entry.text ?? ""
            unit: answer.question.unit ?? ""
            empty: answer.told || !answer.range ? answer.words["number_empty"] ?? "" : answer.range
            wrong: answer.field === "text"
            decimal: pad.decimal
            minus: pad.minus
            figures: pad.figures
            sign: pad.sign
            onEdited: text => answer.enter({
                text: text
            })
        }

        StepButton {
            id: more

            anchors.right: parent.right
            width: less.width
            height: parent.height
            sign: "plus"
            label: answer.words["number_more"] ?? ""
            enabled: answer.moreText !== ""
            onClicked: answer.go(answer.moreText)
        }
    }

    PlainText {
        id: may

        y: row.height + Theme.gap / 2
        width: parent.width
        visible: answer.told
        text: answer.range
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    NumberPad {
        id: pad

        visible: answer.writes
        y: row.height + answer.mayRoom + Theme.gap
        width: parent.width
        height: Math.max(1, parent.height - y)
        words: answer.words
        decimal: !(answer.question.whole ?? false)
        minus: (answer.question.negative ?? false) && (Theme.roomy || !pad.decimal)
        onTyped: key => field.type(key)
        onErased: field.erase()
    }
}
