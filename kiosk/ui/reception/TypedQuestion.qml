pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui.reception.controls

// One question of a paper: its words, then what was ticked or written there.
Item {
    id: question

    required property var field
    property var words: ({})
    readonly property var chosen: question.field.options.filter(one => one.on).map(one => one.id)
    property var texts: ({})

    signal given(var chosen, var texts)
    signal answered
    signal leftEmpty
    signal moreWanted

    function take(id: string) {
        const others = question.chosen.filter(one => one !== id), on = others.length === question.chosen.length;
        const now = question.field.many ? (on ? [...others, id] : others) : on ? [id] : [];
        question.given(now, {own: question.texts.own ?? question.field.ownText});
    }

    // By its number; of one alone the keyboard goes on to the next question.
    function press(option: var) {
        if (question.field.many || !option.on)
            question.take(option.id);
        if (!question.field.many)
            question.answered();
    }

    function write(name: string, text: string) {
        question.texts = Object.assign({}, question.texts, {[name]: text});
    }

    function begin() {
        (ticks.itemAt(0) ?? parts.itemAt(0) ?? own).forceActiveFocus(Qt.TabFocusReason);
    }

    // What was written counts when the keyboard goes elsewhere.
    function settle() {
        if (Object.keys(question.texts).length > 0)
            question.given(question.chosen, question.texts);
    }

    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Desk.gap / 2

        TypedWords {
            width: parent.width
            field: question.field
            words: question.words
        }

        Flow {
            width: parent.width
            spacing: Desk.gap

            Repeater {
                id: ticks

                model: question.field.options.length

                DeskTick {
                    id: tick

                    required property int index
                    readonly property var option: question.field.options[tick.index] ?? ({})

                    width: Math.min(implicitWidth, column.width)
                    checkable: false
                    single: !question.field.many
                    label: tick.option.label ?? ""
                    spoken: `${question.field.text}: ${tick.label}`
                    checked: tick.option.on ?? false
                    onClicked: question.take(tick.option.id)
                    Keys.onPressed: event => {
                        const option = question.field.options["123456789".indexOf(event.text || " ")];
                        event.accepted = option !== undefined;
                        if (option)
                            question.press(option);
                    }
                }
            }
        }

        DeskArea {
            id: own

            visible: question.field.own
            width: Math.min(parent.width, Math.round(640 * Desk.scale))
            label: question.words["amend_own"] ?? ""
            text: question.field.ownText
            onEdited: question.write("own", own.text)
            onActiveFocusChanged: question.settle()
        }

        Flow {
            width: parent.width
            spacing: Desk.gap

            Repeater {
                id: parts

                model: question.field.fields.length

                AnswerPart {
                    id: part

                    required property int index
                    readonly property var one: question.field.fields[part.index] ?? ({})

                    width: Math.min(column.width, Math.round((part.several ? 640 : 220) * Desk.scale))
                    several: part.one.lines ?? false
                    label: part.one.label ?? ""
                    begin: question.texts[part.one.name] ?? part.one.text ?? ""
                    onEdited: text => question.write(part.one.name, text)
                    onActiveFocusChanged: question.settle()
                }
            }
        }

        DeskButton {
            visible: question.field.needed
            quiet: true
            label: question.words["typing_empty"] ?? ""
            onClicked: {
                question.texts = {};
                question.leftEmpty();
            }
        }

        DeskButton {
            visible: question.field.group !== ""
            label: question.words["typing_more"] ?? ""
            onClicked: question.moreWanted()
        }
    }
}
