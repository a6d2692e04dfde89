import QtQuick
import kiosk.ui

// A number: the field, what it may be, and the pad that writes it.
AnswerControl {
    id: answer

    readonly property real mayRoom: may.text ? may.height + Theme.gap / 2 : 0

    implicitHeight: field.height + answer.mayRoom + Theme.gap + pad.implicitHeight

    FiguresField {
        id: field

        width: parent.width
        height: implicitHeight
        label: answer.question.text ?? ""
        number: answer.entry.text ?? ""
        unit: answer.question.unit ?? ""
        empty: answer.words["number_empty"] ?? ""
        wrong: answer.field === "text"
        decimal: pad.decimal
        minus: pad.minus
        figures: pad.figures
        sign: pad.sign
        onEdited: text => answer.enter({
            text: text
        })
        Keys.onDownPressed: pad.go(0, 0)
    }

    PlainText {
        id: may

        y: field.height + Theme.gap / 2
        width: parent.width
        visible: text !== ""
        text: answer.question.range ?? ""
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    NumberPad {
        id: pad

        y: field.height + answer.mayRoom + Theme.gap
        width: parent.width
        height: Math.min(parent.height - y, implicitHeight)
        words: answer.words
        decimal: !(answer.question.whole ?? false)
        minus: answer.question.negative ?? false
        onTyped: key => field.type(key)
        onErased: field.erase()
    }
}
