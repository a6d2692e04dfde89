pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Why a response is amended, marked, taken back or withdrawn.
DeskDialog {
    id: dialog

    required property K.ResponseChanges changes
    required property var words
    readonly property string asking: dialog.changes.asking
    property string reason: ""
    property string more: ""

    title: dialog.words[`reason_title_${dialog.asking}`] ?? ""
    body: dialog.words[`reason_body_${dialog.asking}`] ?? ""
    onAboutToShow: {
        dialog.reason = "";
        dialog.more = "";
    }
    onClosed: dialog.changes.dismiss()

    content: Column {
        id: inside

        spacing: Desk.gap

        Repeater {
            model: dialog.changes.lines

            DeskText {
                required property string modelData

                width: inside.width
                text: modelData
            }
        }

        ReasonFields {
            width: inside.width
            begins: true
            words: dialog.words
            reasons: dialog.changes.reasons
            onReasonChanged: dialog.reason = reason
            onMoreChanged: dialog.more = more
        }
    }

    buttons: ReasonButtons {
        problem: dialog.changes.problem

        DeskButton {
            primary: true
            grave: dialog.asking === "withdraw"
            enabled: !dialog.changes.busy
            label: dialog.words[`reason_go_${dialog.asking}`] ?? ""
            onClicked: dialog.changes.confirm(dialog.reason, dialog.more)
        }

        DeskButton {
            label: dialog.words["reason_cancel"] ?? ""
            onClicked: dialog.changes.dismiss()
        }
    }
}
