pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// How every kiosk of the clinic stands; or what the central service did not take, with why.
DeskFrame {
    id: view

    required property K.KiosksPage page
    required property var words

    title: view.words[view.page.looking ? "refused_title" : "desk_kiosks"] ?? ""
    line: view.page.line
    problem: view.page.problem
    actions: [
        DeskButton {
            visible: !view.page.looking && view.page.central
            primary: true
            enabled: !view.page.sending
            label: view.words["kiosks_send"] ?? ""
            keys: "Ctrl S"
            onClicked: view.page.sendNow()
        },
        DeskButton {
            visible: !view.page.looking && view.page.central
            label: view.words["kiosks_look"] ?? ""
            keys: "Ctrl R"
            onClicked: view.page.lookAtRefused()
        },
        DeskButton {
            visible: view.page.looking
            enabled: view.page.refused.place >= 0
            label: view.words["refused_open"] ?? ""
            onClicked: view.page.open()
        },
        DeskButton {
            visible: view.page.looking
            label: view.words["kiosks_back"] ?? ""
            keys: one.visible ? "" : "Esc"
            onClicked: view.page.back()
        }
    ]

    Connections {
        target: view.page

        function onLookingChanged() {
            (view.page.looking ? refused : kiosks).focusRows();
        }
    }

    DeskTable {
        id: kiosks

        anchors.fill: parent
        visible: !view.page.looking
        focus: visible
        table: view.page.table
        words: view.words
        name: view.title
        empty: DeskEmpty {
            visible: view.page.noneYet
            title: view.words["kiosks_desk_title"] ?? ""
            body: view.words["kiosks_desk_body"] ?? ""
        }
    }

    DeskTable {
        id: refused

        anchors.fill: parent
        visible: view.page.looking
        focus: visible
        table: view.page.refused
        words: view.words
        name: view.title
        empty: DeskEmpty {
            title: view.words["refused_empty_title"] ?? ""
            body: view.words["refused_empty_body"] ?? ""
        }
    }

    DeskDialog {
        id: one

        shown: view.page.opened
        beginAtButtons: true
        title: view.page.openedTitle
        content: Column {
            id: details

            spacing: Math.round(Desk.gap / 2)

            Repeater {
                model: view.page.details

                DeskText {
                    required property string modelData

                    width: details.width
                    text: modelData
                }
            }
        }
        buttons: Flow {
            spacing: Desk.gap

            DeskButton {
                focus: true
                primary: true
                label: view.words["refused_again"] ?? ""
                onClicked: view.page.sendAgain()
            }

            DeskButton {
                label: view.words["refused_close"] ?? ""
                keys: "Esc"
                onClicked: view.page.close()
            }
        }
        onClosed: view.page.close()
    }
}
