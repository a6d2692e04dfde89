import QtQuick
import kiosk.ui

// A number: the field, what it may be, and the pad that writes it.
AnswerControl {
    id: answer

    readonly property string range: answer.question.range ?? ""
    readonly property real rangeRoom: answer.range ? may.implicitHeight + Theme.gap / 2 : 0
    readonly property real need: row.height + Theme.gap + Theme.mm(Theme.roomy ? 66 : 54)
    // Where there is no room for a line of its own, the empty field says what may be.
    readonly property bool told: answer.range !== "" && answer.need + answer.rangeRoom <= answer.height
    readonly property real mayRoom: answer.told ? answer.rangeRoom : 0

    needed: row.height + Theme.gap + pad.needed
    implicitHeight: row.height + answer.rangeRoom + Theme.gap + pad.implicitHeight

    FiguresRow {
        id: row

        width: parent.width
        height: implicitHeight
        words: answer.words
        signed: answer.question.negative ?? false
        empty: answer.told || !answer.range ? answer.words["number_empty"] ?? "" : answer.range
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

        visible: answer.told
        y: row.height + Theme.gap / 2
        width: parent.width
        text: answer.range
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
