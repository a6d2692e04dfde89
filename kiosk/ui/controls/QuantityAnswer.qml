pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// A number and its unit. Units that do not fit between the field and the pad are a list of their
// own, one touch away.
AnswerControl {
    id: answer

    readonly property var units: answer.question.units ?? []
    readonly property bool own: answer.question.own ?? false
    readonly property string ownWords: answer.entry.own ?? ""
    readonly property string ownLabel: answer.ownWords || (answer.words[answer.units.length ? "unit_own" : "unit_say"] ?? "")
    readonly property var labels: answer.own ? answer.units.concat([answer.ownLabel]) : answer.units
    readonly property int picked: answer.entry.unit?.[0] ?? -1
    readonly property int chosen: answer.picked < 0 && answer.own && answer.ownWords ? answer.units.length : answer.picked
    readonly property string kept: answer.entry.kept?.unit ?? answer.entry.kept?.code ?? ""
    readonly property string unit: answer.question.unit || (answer.chosen < 0 ? answer.kept : answer.labels[answer.chosen] ?? "")
    readonly property string range: answer.question.range ?? ""
    readonly property real rangeRoom: answer.range ? may.implicitHeight + Theme.gap / 2 : 0
    readonly property real cardsRoom: answer.labels.length ? cards.implicitHeight + Theme.gap : 0
    readonly property real need: row.height + Theme.gap + Theme.mm(Theme.roomy ? 66 : 54)
    readonly property bool folded: answer.labels.length > 0 && answer.need + answer.cardsRoom > answer.height + 1
    readonly property real openerRoom: answer.folded && answer.need + Theme.target + Theme.gap <= answer.height + 1 ? Theme.target + Theme.gap : 0
    readonly property real unitsRoom: answer.folded ? answer.openerRoom : answer.cardsRoom
    readonly property bool told: answer.range !== "" && answer.need + answer.unitsRoom + answer.rangeRoom <= answer.height
    readonly property real mayRoom: answer.told ? answer.rangeRoom : 0
    readonly property real beside: answer.folded && !answer.openerRoom ? (answer.width - Theme.gap) * (row.signed ? 0.32 : 0.44) : 0
    property bool choosing: false

    function pick(index: int) {
        const chosen = {unit: [index], kept: {}};
        answer.choosing = false;
        index < answer.units.length ? answer.enter(chosen) : answer.writing("own", "");
    }

    implicitHeight: row.height + answer.rangeRoom + answer.cardsRoom + Theme.gap + pad.implicitHeight
    onQuestionChanged: answer.choosing = false
    onFieldChanged: answer.choosing = answer.folded && answer.field === "unit"

    FiguresRow {
        id: row

        visible: !list.visible
        anchors.left: parent.left
        width: parent.width - (answer.beside ? answer.beside + Theme.gap : 0)
        height: implicitHeight
        words: answer.words
        signed: answer.question.negative ?? false
        empty: answer.told || !answer.range ? answer.words["number_empty"] ?? "" : answer.range
        field.label: answer.question.text ?? ""
        field.number: answer.entry.text ?? ""
        field.unit: answer.folded ? "" : answer.unit
        field.wrong: answer.field === "text"
        field.decimal: pad.decimal
        field.figures: pad.figures
        field.sign: pad.sign
        field.onEdited: text => answer.enter({
            text: text
        })
    }

    BigButton {
        id: unit

        readonly property bool personal: true
        readonly property string openName: answer.words["unit_choose"] ?? ""

        visible: answer.folded && !list.visible
        anchors.right: parent.right
        y: answer.beside ? 0 : row.height + answer.mayRoom + Theme.gap
        width: answer.beside || parent.width
        height: answer.beside ? row.height : Theme.target
        horizontalPadding: Theme.gap / 2
        textSize: answer.beside ? Theme.label : Theme.small
        edge: answer.field === "unit" ? Theme.error : Theme.pine
        label: answer.unit || unit.openName
        onClicked: {
            answer.choosing = true;
            list.show(Math.max(0, answer.chosen));
        }
    }

    PlainText {
        id: may

        y: row.height + Theme.gap / 2
        width: parent.width
        visible: answer.told && !list.visible
        text: answer.range
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    UnitCards {
        id: cards

        visible: !answer.folded && answer.labels.length > 0
        y: row.height + answer.mayRoom + Theme.gap
        width: parent.width
        labels: answer.labels
        chosen: answer.chosen
        words: answer.words
        onPicked: index => answer.pick(index)
    }

    NumberPad {
        id: pad

        visible: !list.visible
        y: row.height + answer.mayRoom + answer.unitsRoom + Theme.gap
        width: parent.width
        height: Math.max(1, parent.height - y)
        words: answer.words
        decimal: !(answer.question.whole ?? false)
        onTyped: key => row.field.type(key)
        onErased: row.field.erase()
    }

    Paged {
        id: list

        visible: answer.folded && answer.choosing
        anchors.fill: parent
        model: list.visible ? answer.labels : []
        moreLabel: answer.words["more"] ?? ""
        againLabel: answer.words["more_again"] ?? ""

        delegate: OptionCard {
            readonly property int number: (parent as PagedRow).index

            label: (parent as PagedRow).modelData
            place: Said.say(answer.words, "option_place", {number: number + 1, count: answer.labels.length})
            chosen: answer.chosen === number
            onClicked: answer.pick(number)
        }
    }
}
