pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A form while it is changed: its questions, the fields of one of them, and how patients see that.
// Where there is no room beside one another, each part is a tab, and all of it one scroll.
DeskScroll {
    id: view

    required property K.Editor page
    required property var words
    readonly property bool wide: view.width >= Desk.narrow && view.height >= 560 * Desk.scale
    readonly property var parts: [...(view.wide ? [] : ["questions"]), "question", "form", "check", ...(view.wide ? [] : ["preview"])]
    property string part: "question"
    readonly property string shown: view.parts.includes(view.part) ? view.part : "question"
    readonly property var files: ({questions: "EditorQuestions", question: "EditorQuestion", form: "EditorForm", check: "EditorCheck", preview: "EditorPreview"})

    contentHeight: view.wide ? view.height : body.y + middle.y + middle.height + Desk.margin

    EditorHead {
        id: head

        x: Desk.margin
        y: Desk.margin
        width: view.width - 2 * Desk.margin
        page: view.page
        words: view.words
    }

    FocusScope {
        id: body

        x: Desk.margin
        y: head.y + head.height + Desk.gap
        width: head.width
        height: view.height - y - Desk.margin
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
            height: view.wide ? parent.height - y : middle.implicitHeight
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
