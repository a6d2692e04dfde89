pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// A yes after seven questions, or an objection or a veto with its reason.
DeskDialog {
    id: dialog

    required property K.Deciding deciding
    required property var words
    property bool busy: false
    property bool checked: false
    property string reason: ""
    readonly property string kind: dialog.deciding.kind
    readonly property bool approves: dialog.kind === "approve"

    title: dialog.words[`decide_title_${dialog.kind}`] ?? ""
    body: dialog.words[`decide_body_${dialog.kind}`] ?? ""
    shown: dialog.deciding.shown
    wide: 720
    onAboutToShow: {
        dialog.checked = false;
        dialog.reason = "";
    }
    onClosed: dialog.deciding.close()

    content: Column {
        id: inside

        spacing: Desk.gap

        DeskText {
            width: inside.width
            text: dialog.deciding.about
            font.weight: Font.DemiBold
        }

        Repeater {
            model: dialog.deciding.checklist

            DeskText {
                required property int index
                required property string modelData

                width: inside.width
                text: `${index + 1}.  ${modelData}`
            }
        }

        DeskTick {
            visible: dialog.approves
            focus: dialog.approves
            width: inside.width
            label: dialog.words["edit_checked"] ?? ""
            onClicked: dialog.checked = checked
        }

        DeskArea {
            visible: !dialog.approves
            focus: !dialog.approves
            width: inside.width
            label: dialog.words["decide_reason"] ?? ""
            onEdited: dialog.reason = text
        }
    }

    buttons: ReasonButtons {
        problem: dialog.deciding.problem

        DeskButton {
            primary: true
            grave: dialog.kind === "veto"
            enabled: !dialog.busy
            label: dialog.words[`decide_go_${dialog.kind}`] ?? ""
            keys: "Ctrl Return"
            onClicked: dialog.deciding.confirm(dialog.reason, dialog.checked)
        }

        DeskButton {
            label: dialog.words["changes_cancel"] ?? ""
            keys: "Esc"
            onClicked: dialog.deciding.close()
        }
    }
}
