import QtQuick
import kiosk.ui

// Where on the body: a drawing to touch, from the front and from behind, and the same as a list. Where
// the whole body would make regions too small to touch, it is shown part by part.
AnswerControl {
    id: answer

    readonly property bool many: answer.question.many ?? false
    readonly property var chosen: answer.entry.chosen ?? []
    readonly property var options: answer.question.options ?? []
    readonly property var sides: answer.question.sides ?? [[], []]
    readonly property var parts: answer.question.parts ?? []
    readonly property bool listed: answer.wantsList || !body.large
    readonly property real tallyRoom: 2.5 * Theme.label + Theme.gap / 2
    property bool wantsList: false
    property int side: 0
    property int part: 0
    readonly property Picks picks: Picks {
        many: answer.many
        chosen: answer.chosen
        alone: answer.options.filter(option => option.alone).map(option => option.number)
    }

    implicitHeight: Math.max(list.implicitHeight, Theme.mm(202 * 1.2)) + row.height + answer.tallyRoom
    onQuestionChanged: {
        answer.side = 0;
        answer.part = 0;
    }

    BodyPicture {
        id: body

        width: parent.width
        height: parent.height - row.height - answer.tallyRoom - Theme.gap
        visible: !answer.listed
        regions: answer.sides[answer.side]
        whole: answer.question.whole ?? [0, 0, 100, 200]
        parts: answer.parts
        part: answer.part
        many: answer.many
        chosen: answer.chosen
        placeOf: list.place
        atStart: answer.words[answer.side === 0 ? "body_right" : "body_left"] ?? ""
        atEnd: answer.words[answer.side === 0 ? "body_left" : "body_right"] ?? ""
        onTouched: region => answer.enter(answer.picks.after(region))
    }

    OptionList {
        id: list

        width: parent.width
        height: answer.height - (body.large ? row.height + Theme.gap : 0)
        visible: answer.listed
        options: answer.options
        chosen: answer.chosen
        many: answer.many
        words: answer.words
        onTouched: option => answer.enter(answer.picks.after(option))
    }

    // What is chosen in words; as a number where that takes more than the two lines kept for it.
    TallyLine {
        id: tally

        width: parent.width
        y: body.height + Theme.gap / 2
        visible: !answer.listed
        text: whole.lineCount > 2 ? (answer.entry.brief ?? "") : whole.text
    }

    PlainText {
        id: whole

        visible: false
        width: parent.width
        text: answer.entry.tally ?? ""
        font.pixelSize: tally.font.pixelSize
    }

    Row {
        id: row

        readonly property int count: answer.listed ? 1 : (body.inParts ? 3 : 2)
        readonly property real cell: (width - (count - 1) * spacing) / count

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.target
        visible: body.large
        spacing: Theme.gap

        BigButton {
            width: row.cell
            height: Theme.target
            textSize: Theme.label
            horizontalPadding: Theme.gap / 2
            visible: !answer.listed
            label: answer.words[answer.side === 0 ? "body_turn" : "body_turn_back"] ?? ""
            onClicked: answer.side = 1 - answer.side
        }

        BigButton {
            width: row.cell
            height: Theme.target
            textSize: Theme.label
            horizontalPadding: Theme.gap / 2
            visible: body.inParts && !answer.listed
            label: answer.words[answer.part < answer.parts.length - 1 ? "body_down" : "body_up"] ?? ""
            onClicked: answer.part = (answer.part + 1) % answer.parts.length
        }

        BigButton {
            width: row.cell
            height: Theme.target
            textSize: Theme.label
            horizontalPadding: Theme.gap / 2
            label: answer.words[answer.wantsList ? "body_picture" : (answer.question.more ? "body_more" : "body_list")] ?? ""
            onClicked: answer.wantsList = !answer.wantsList
        }
    }
}
