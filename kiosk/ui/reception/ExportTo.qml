pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Where it goes: a folder, or a drive that was put in, and there into an archive.
Column {
    id: view

    required property K.ExportPage page
    required property var words
    readonly property K.ExportWhere where: view.page.where
    readonly property bool archives: view.page.held.answers && !view.page.held.sealed

    spacing: Desk.gap

    DeskField {
        id: folder

        width: Math.min(parent.width, Math.round(560 * Desk.scale))
        label: view.words["export_folder"] ?? ""
        text: view.where.folder
        onAccepted: view.where.choose(folder.text)
        onActiveFocusChanged: if (!folder.activeFocus)
            view.where.choose(folder.text)
    }

    Flow {
        width: parent.width
        spacing: Desk.gap
        visible: view.where.drives.length > 0

        Repeater {
            model: view.where.drives

            DeskButton {
                required property var modelData

                label: modelData.label
                onClicked: {
                    view.where.choose(modelData.folder);
                    folder.text = modelData.folder;
                }
            }
        }
    }

    DeskTick {
        id: archive

        width: parent.width
        visible: view.archives
        label: view.words["export_archive"] ?? ""
        line: view.words["export_archive_line"] ?? ""
        checked: view.where.archive
        onClicked: {
            view.where.putAway(archive.checked);
            archive.checked = Qt.binding(() => view.where.archive);
        }
    }

    DeskField {
        id: password

        width: Math.min(parent.width, Math.round(560 * Desk.scale))
        visible: view.archives && view.where.archive
        label: view.words["export_password"] ?? ""
        hint: view.words["export_password_hint"] ?? ""
        problem: view.where.weak
        text: view.where.password
        maximumLength: 100
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
        onEdited: view.where.write(password.text)
    }

    DeskText {
        width: parent.width
        visible: text !== "" && view.archives
        text: view.where.warning
        color: Theme.error
        font.weight: Font.DemiBold
        Accessible.role: Accessible.AlertMessage
    }
}
