import QtQuick
import kiosk.ui

// A number: the field, what it may be, and the pad that writes it.
AnswerControl {
    id: answer

    readonly property real mayRoom: may.text ? may.height + Theme.gap / 2 : 0

    implicitHeight: row.height + answer.mayRoom + Theme.gap + pad.implicitHeight

    FiguresRow {
        id: row

        width: parent.width
        height: implicitHeight
        words: answer.words
        signed: answer.question.negative ?? false
        field.label: answer.question.text ?? ""
        field.number: answer.entry.text ?? ""
        field.unit: answer.question.unit ?? ""
        field.wrong: answer.field === "text"
        field.decimal: pad.decimal
        field.figures: pad.figures
        field.sign: pad.sign
        field.onEdited: text => answer.enter({
            text: text
        })
    }

    PlainText {
        id: may

        visible: text !== ""
        y: row.height + Theme.gap / 2
        width: parent.width
        text: answer.question.range ?? ""
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    NumberPad {
        id: pad

        y: row.height + answer.mayRoom + Theme.gap
        width: parent.width
        height: Math.max(1, parent.height - y)
        words: answer.words
        decimal: !(answer.question.whole ?? false)
        onTyped: key => row.field.type(key)
        onErased: row.field.erase()
    }
}
