pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The page with the code leaves this PC, and its beginning is typed back from where it is kept.
StepFrame {
    id: view

    required property K.RecoveryPage page
    required property var words

    title: view.words["setup_recovery_title"] ?? ""
    line: view.words[view.page.confirmed ? "setup_recovery_confirmed" : view.page.atHand ? "setup_recovery_line" : "setup_recovery_elsewhere"] ?? ""

    Flow {
        visible: view.page.atHand
        width: parent.width
        spacing: Desk.gap

        DeskButton {
            focus: view.page.atHand
            label: view.words["setup_recovery_print"] ?? ""
            onClicked: view.page.printNow()
        }

        DeskButton {
            label: view.words[view.page.shown ? "setup_recovery_hide" : "setup_recovery_show"] ?? ""
            onClicked: view.page.toggle()
        }

        Repeater {
            model: view.page.atHand ? view.page.places : []

            DeskButton {
                id: stick

                required property var modelData

                label: (view.words["setup_recovery_stick"] ?? "").replace("{name}", stick.modelData.label)
                onClicked: view.page.save(stick.modelData.folder)
            }
        }
    }

    CodeGroups {
        visible: view.page.shown
        width: parent.width
        groups: view.page.groups
        groupWord: view.words["setup_group"] ?? ""
    }

    Item {
        visible: view.page.atHand
        width: parent.width
        height: folder.implicitHeight

        DeskField {
            id: folder

            anchors.left: parent.left
            anchors.right: save.left
            anchors.rightMargin: Desk.gap
            label: view.words["setup_recovery_folder"] ?? ""
            hint: view.words["setup_recovery_folder_hint"] ?? ""
            onAccepted: view.page.save(folder.text)
        }

        DeskButton {
            id: save

            anchors.right: parent.right
            anchors.bottom: parent.bottom
            label: view.words["setup_recovery_save"] ?? ""
            onClicked: view.page.save(folder.text)
        }
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: view.page.told
        Accessible.role: Accessible.AlertMessage
    }

    DeskField {
        id: back

        visible: !view.page.confirmed
        width: parent.width
        label: view.page.question
        hint: view.words["setup_type_hint"] ?? ""
        maximumLength: 60
        onEdited: view.page.write(back.text)
        onActiveFocusChanged: if (back.activeFocus)
            view.page.hide()
        onAccepted: view.setUp.goOn()
    }
}
