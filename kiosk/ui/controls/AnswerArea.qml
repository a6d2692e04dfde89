import QtQuick

// Picks the control for the kind of answer: "date" is answered with DateAnswer.qml.
Item {
    id: area

    property var question: ({})
    property var entry: ({})
    property var words: ({})
    property string field: ""
    property string beyond: ""
    readonly property real needed: (loader.item as AnswerControl)?.needed ?? 0
    readonly property string kind: area.question.kind ?? ""

    signal entered(var entry)
    signal writing(string field, string first)
    signal wentBeyond

    implicitHeight: (loader.item as AnswerControl)?.implicitHeight ?? 0

    Loader {
        id: loader

        anchors.fill: parent
        source: area.kind ? Qt.resolvedUrl(area.kind.charAt(0).toUpperCase() + area.kind.slice(1) + "Answer.qml") : ""
        onLoaded: {
            const control = loader.item as AnswerControl, kind = area.kind;
            // While another kind takes over, the one that goes keeps the question it knows.
            let question = area.question, entry = area.entry;
            control.question = Qt.binding(() => area.kind === kind ? (question = area.question) : question);
            control.entry = Qt.binding(() => area.kind === kind ? (entry = area.entry) : entry);
            control.words = Qt.binding(() => area.words);
            control.beyond = Qt.binding(() => area.beyond);
            control.wentBeyond.connect(area.wentBeyond);
            control.field = Qt.binding(() => area.field);
            control.entered.connect(area.entered);
            control.writing.connect(area.writing);
        }
    }
}
