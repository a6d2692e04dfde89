pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui.reception.controls

// How the desk's window looks: its colours and the size of its text; what is chosen is seen at once.
DeskDialog {
    id: dialog

    required property Look look
    required property var words

    signal guideAsked

    component Group: Column {
        id: group

        property string name: ""
        property var options: []

        signal picked(string id)

        width: parent?.width ?? 0
        Accessible.role: Accessible.Grouping
        Accessible.name: group.name

        DeskText {
            width: parent.width
            text: group.name
            font.weight: Font.DemiBold
        }

        Repeater {
            model: group.options

            DeskTick {
                required property var modelData

                width: group.width
                single: true
                checkable: false
                checked: modelData.chosen
                label: modelData.label
                onClicked: group.picked(modelData.id)
            }
        }
    }

    title: dialog.words["view_title"] ?? ""
    body: dialog.words["view_body"] ?? ""
    wide: 520
    beginAtButtons: true

    content: Column {
        spacing: Desk.gap

        Group {
            name: dialog.words["view_theme"] ?? ""
            options: dialog.look.themes
            onPicked: id => dialog.look.useTheme(id)
        }

        Group {
            name: dialog.words["view_text"] ?? ""
            options: dialog.look.sizes
            onPicked: id => dialog.look.useText(Number(id))
        }
    }

    // With large text there is no room for the guide's button in the rail.
    buttons: Flow {
        spacing: Desk.gap

        DeskButton {
            focus: true
            primary: true
            label: dialog.words["view_done"] ?? ""
            keys: "Esc"
            onClicked: dialog.close()
        }

        DeskButton {
            label: dialog.words["guide_button"] ?? ""
            onClicked: {
                dialog.close();
                dialog.guideAsked();
            }
        }
    }
}
