pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// What the clinic's lead sets: name and logo, opening hours, which forms are offered where and when.
DeskFrame {
    id: view

    required property K.ClinicPage page
    required property var words

    title: view.words["desk_clinic"] ?? ""
    line: view.page.line
    problem: view.page.problem || view.page.refused

    FocusScope {
        anchors.fill: parent
        focus: true

        DeskTabs {
            id: tabs

            width: parent.width
            focus: true
            name: view.words["clinic_tabs"] ?? ""
            model: view.page.tabs
            current: view.page.tab
            onChosen: id => view.page.showTab(id)
        }

        DeskScroll {
            id: scroll

            anchors.fill: parent
            anchors.leftMargin: -column.x
            anchors.topMargin: tabs.height + Desk.gap
            contentHeight: column.height + 2 * column.y

            Column {
                id: column

                // Room for the ring around what has the keyboard.
                x: 6
                y: 6
                width: scroll.width - Desk.margin
                spacing: Desk.margin

                Loader {
                    id: part

                    function lay() {
                        part.setSource({name: "ClinicName", hours: "ClinicHours", forms: "ClinicForms"}[view.page.tab] + ".qml", {page: view.page, words: view.words});
                    }

                    width: parent.width
                    Component.onCompleted: part.lay()

                    Connections {
                        target: view.page

                        function onTabChanged() {
                            part.lay();
                            scroll.contentY = 0;
                        }
                    }
                }

                Rectangle {
                    width: parent.width
                    height: 1
                    color: Theme.hair
                }

                DeskText {
                    width: parent.width
                    text: view.page.scope
                    color: Theme.muted
                }

                DeskButton {
                    visible: view.page.mayShare
                    enabled: !view.page.busy
                    label: view.words["clinic_share"] ?? ""
                    onClicked: view.page.share()
                }
            }
        }
    }
}
