pragma ComponentBehavior: Bound

import QtQuick

// Picks the control for the kind of answer. A new kind is one line here and one file beside it.
Item {
    id: area

    property var question: ({})
    property int chosen: -1
    property string text: ""
    property var words: ({})

    signal selected(int index)
    signal writing(string first)

    implicitHeight: (control.item as Item)?.implicitHeight ?? 0

    Loader {
        id: control

        readonly property var kinds: ({
                "choice": choice,
                "boolean": choice,
                "scale": scale,
                "text": text
            })

        anchors.fill: parent
        sourceComponent: kinds[area.question.kind] ?? null
    }

    Component {
        id: choice

        ChoiceAnswer {
            options: area.question.options ?? []
            chosen: area.chosen
            words: area.words
            onSelected: index => area.selected(index)
        }
    }

    Component {
        id: scale

        ScaleAnswer {
            options: area.question.options ?? []
            low: area.question.low ?? ""
            high: area.question.high ?? ""
            chosen: area.chosen
            words: area.words
            onSelected: index => area.selected(index)
        }
    }

    Component {
        id: text

        TextAnswer {
            label: area.question.text ?? ""
            text: area.text
            lines: area.question.lines ?? 3
            words: area.words
            onWriting: first => area.writing(first)
        }
    }
}
