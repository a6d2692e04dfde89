import QtQuick
import kiosk.ui

// Several answers, one at a time: its control, which of them it is, and ways to the others. Where
// the keys of a date would be too small beside the ways, one button leads to a list of the answers.
AnswerControl {
    id: answer

    readonly property var entries: answer.entry.entries ?? [{}]
    readonly property int at: answer.entry.at ?? 0
    readonly property int count: answer.entries.length
    readonly property int most: answer.question.most ?? 0
    readonly property var said: answer.entry.said ?? []
    readonly property bool full: answer.most > 0 && answer.count >= answer.most
    readonly property string path: answer.question.inner?.path ?? ""
    property bool listing: false
    // A date or time is given once all its parts are: until then its keys may have the room of the ways.
    readonly property bool inParts: (answer.question.inner?.rows ?? []).length > 0
    readonly property bool tight: answer.inParts && one.needed + bar.height + Theme.gap > answer.height + 1
    readonly property real kept: answer.tight ? 0 : bar.ways.length > 0 || !answer.inParts ? bar.height + Theme.gap : 0
    readonly property bool given: (answer.said[answer.at] ?? "") !== ""

    function put(entries: var, at: int) {
        answer.enter({entries: entries, at: at});
    }

    function change(entry: var) {
        answer.put(answer.entries.map((other, index) => index === answer.at ? entry : other), answer.at);
    }

    function remove(at: int) {
        const left = answer.entries.filter((_, index) => index !== at);
        answer.listing = answer.listing && left.length > 0;
        answer.put(left.length ? left : [answer.entry.blank], Math.max(0, at - 1));
    }

    function add() {
        answer.listing = false;
        answer.put(answer.entries.concat([answer.entry.blank]), answer.count);
    }

    needed: one.needed + (answer.inParts ? 0 : bar.height + Theme.gap)
    implicitHeight: one.implicitHeight + Theme.gap + bar.height + tally.room
    onPathChanged: answer.listing = false
    onFieldChanged: {
        const index = Number(answer.field.split(":")[0]);
        if (answer.field && index !== answer.at)
            answer.put(answer.entries, index);
        answer.listing = answer.listing && answer.field === "";
    }

    AnswerArea {
        id: one

        visible: !list.visible
        width: parent.width
        height: parent.height - answer.kept - (tally.visible ? tally.room : 0)
        question: Object.assign({}, answer.question.inner ?? {}, {path: answer.path + " " + answer.at})
        beyond: answer.tight && (answer.given || answer.count > 1) ? Said.say(answer.words, "repeated_list", {count: answer.count}) : ""
        onWentBeyond: answer.listing = true
        entry: answer.entries[answer.at] ?? {}
        words: answer.words
        field: answer.field.split(":")[1] ?? ""
        onEntered: entry => answer.change(entry)
        onWriting: (field, first) => answer.writing(answer.at + ":" + field, first)
    }

    TallyLine {
        id: tally

        width: parent.width
        visible: text !== "" && !answer.tight && one.needed + answer.kept + tally.room <= answer.height
        y: one.height + Theme.gap / 2
        text: answer.count > 1 ? Said.say(answer.words, "option_place", {number: answer.at + 1, count: answer.count}) + ": " + answer.said.filter(words => words).join(answer.words["list_comma"] ?? ", ") : ""
    }

    RepeatedList {
        id: list

        anchors.fill: parent
        visible: answer.tight && answer.listing
        said: list.visible ? answer.entries.map((_, index) => answer.said[index] ?? "") : []
        full: answer.full || answer.said.includes("")
        words: answer.words
        onPicked: index => {
            answer.listing = false;
            answer.put(answer.entries, index);
        }
        onRemoved: index => answer.remove(index)
        onAdded: answer.add()
    }

    Row {
        id: bar

        readonly property var ways: [add, next, out].filter(way => way.visible)
        readonly property real cell: (width - Math.max(0, bar.ways.length - 1) * spacing) / Math.max(1, bar.ways.length)

        anchors.bottom: parent.bottom
        visible: !answer.tight
        width: parent.width
        height: Theme.target
        spacing: Theme.gap

        BigButton {
            id: add

            width: bar.cell
            height: Theme.target
            visible: answer.given && !answer.full
            textSize: Theme.label
            label: answer.words["another_add"] ?? ""
            onClicked: answer.add()
        }

        BigButton {
            id: next

            width: bar.cell
            height: Theme.target
            visible: answer.count > 1
            textSize: Theme.label
            label: answer.words["repeated_next"] ?? ""
            onClicked: answer.put(answer.entries, (answer.at + 1) % answer.count)
        }

        BigButton {
            id: out

            width: bar.cell
            height: Theme.target
            visible: answer.count > 1
            textSize: Theme.label
            label: answer.words["another_remove"] ?? ""
            onClicked: answer.remove(answer.at)
        }
    }
}
