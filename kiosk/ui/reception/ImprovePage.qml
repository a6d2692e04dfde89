pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// What people stumble over, what is done about it, what they are told: a part of it at a time.
DeskFrame {
    id: view

    required property K.ImprovePage page
    required property var words
    readonly property bool cramped: view.height < 14 * Desk.row

    title: view.words["desk_improve"] ?? ""
    line: view.cramped ? "" : view.words["improve_line"] ?? ""
    least: tabs.height + Desk.gap + ((part.item as ImprovePart)?.least ?? 9 * Desk.row)
    problem: view.page.trouble
    actions: [
        DeskButton {
            label: view.words["note_button"] ?? ""
            onClicked: view.page.noteQuestion()
        }
    ]

    FocusScope {
        anchors.fill: parent
        focus: true

        DeskTabs {
            id: tabs

            width: parent.width
            name: view.words["improve_tabs"] ?? ""
            model: view.page.tabs
            current: view.page.tab
            onChosen: id => view.page.showTab(id)
        }

        Loader {
            id: part

            anchors.fill: parent
            anchors.topMargin: tabs.height + Desk.gap
            focus: true

            function lay() {
                part.setSource(view.page.file, {page: view.page.part, words: view.words});
            }

            Component.onCompleted: part.lay()

            Connections {
                target: view.page

                function onTabChanged() {
                    part.lay();
                }
            }
        }
    }
}
