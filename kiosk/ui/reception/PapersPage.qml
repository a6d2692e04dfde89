import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// What is printed and typed in; the screen that is opened by hand.
DeskFrame {
    id: view

    required property K.PapersPage page
    required property var words
    readonly property bool typing: view.page.typing.on

    title: view.typing ? view.page.typing.title : view.words["desk_papers"] ?? ""
    line: view.typing ? view.page.typing.line : view.words["papers_line"] ?? ""
    problem: view.page.problem || view.page.typing.problem

    Loader {
        id: part

        function lay() {
            const file = view.typing ? "TypingQuestions.qml" : "PapersList.qml";
            part.setSource(file, {page: view.page, words: view.words});
        }

        anchors.fill: parent
        focus: true
        onLoaded: (part.item as TypingQuestions)?.begin()
        Component.onCompleted: part.lay()
    }

    onTypingChanged: part.lay()
}
