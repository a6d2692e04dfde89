pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A form while it is changed: its questions, the fields of one of them, and how patients see that.
// Where there is no room beside one another, each part is a tab.
DeskFrame {
    id: view

    required property K.Editor page
    required property var words
    readonly property bool wide: view.width >= Desk.narrow
    readonly property var parts: [...(view.wide ? [] : ["questions"]), "question", "form", "check", ...(view.wide ? [] : ["preview"])]
    property string part: "question"
    readonly property string shown: view.parts.includes(view.part) ? view.part : "question"
    readonly property var files: ({questions: "EditorQuestions", question: "EditorQuestion", form: "EditorForm", check: "EditorCheck", preview: "EditorPreview"})

    title: view.page.title
    line: [view.page.line, view.page.kept].filter(Boolean).join(" ")
    problem: view.page.problem
    actions: [
        DeskButton {
            quiet: true
            label: view.words["edit_back"] ?? ""
            onClicked: view.page.shut()
        },
        DeskButton {
            enabled: view.page.mayUndo
            label: view.words["edit_undo"] ?? ""
            onClicked: view.page.undo()
        },
        DeskButton {
            enabled: view.page.mayRedo
            label: view.words["edit_redo"] ?? ""
            onClicked: view.page.redo()
        }
    ]

    FocusScope {
        anchors.fill: parent
        focus: true

        Loader {
            id: list

            width: view.wide ? Math.round(parent.width * 0.23) : 0
            height: parent.height
            active: view.wide
            sourceComponent: EditorQuestions {
                page: view.page
                words: view.words
            }
        }

        DeskTabs {
            id: tabs

            x: view.wide ? list.width + Desk.margin : 0
            width: parent.width - x - (view.wide ? side.width + Desk.margin : 0)
            name: view.words["edit_tabs"] ?? ""
            model: view.parts.map(one => ({id: one, label: view.words["edit_tab_" + one] ?? ""}))
            current: view.shown
            onChosen: id => view.part = id
        }

        Loader {
            id: middle

            function lay() {
                middle.setSource(view.files[view.shown] + ".qml", {page: view.page, words: view.words});
            }

            x: tabs.x
            y: tabs.height + Desk.gap
            width: tabs.width
            height: parent.height - y
            focus: true
            Component.onCompleted: middle.lay()

            Connections {
                target: view

                function onShownChanged() {
                    middle.lay();
                }
            }
        }

        Loader {
            id: side

            anchors.right: parent.right
            width: view.wide ? Math.round(Math.min(parent.width * 0.36, (parent.height - 2.8 * Desk.row) * 0.64)) : 0
            height: parent.height
            active: view.wide
            sourceComponent: EditorPreview {
                page: view.page
                words: view.words
            }
        }
    }
}
