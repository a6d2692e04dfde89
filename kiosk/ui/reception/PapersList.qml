pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// The patients' screen, where it is shut or open by hand; then papers to print, and one to type in.
FocusScope {
    id: view

    required property K.PapersPage page
    required property var words

    Column {
        id: top

        width: parent.width
        spacing: Desk.gap

        Flow {
            width: parent.width
            spacing: Desk.gap
            visible: view.page.telling

            DeskText {
                height: Math.max(implicitHeight, Desk.row)
                width: Math.min(implicitWidth, top.width)
                verticalAlignment: Text.AlignVCenter
                text: view.page.standing
            }

            DeskButton {
                visible: view.page.mayOpen
                label: view.words["hours_open_now"] ?? ""
                onClicked: view.page.openNow()
            }

            DeskButton {
                visible: view.page.byHand
                label: view.words["hours_by_hours"] ?? ""
                onClicked: view.page.byHours()
            }
        }

        DeskTabs {
            id: tabs

            width: parent.width
            focus: true
            name: view.words["desk_papers"] ?? ""
            model: view.page.tabs
            current: view.page.tab
            onChosen: id => view.page.showTab(id)
        }
    }

    DeskScroll {
        id: scroll

        anchors.fill: parent
        anchors.leftMargin: -part.x
        anchors.topMargin: top.height + Desk.gap
        contentHeight: part.height + 2 * part.y

        Loader {
            id: part

            // Room for the ring around what has the keyboard.
            x: 6
            y: 6
            width: scroll.width - Desk.margin
            sourceComponent: view.page.tab === "typing" ? typing : printing
        }
    }

    Component {
        id: printing

        PrintPaper {
            page: view.page
            words: view.words
        }
    }

    Component {
        id: typing

        TypingStart {
            typing: view.page.typing
            forms: view.page.forms
            words: view.words
        }
    }
}
