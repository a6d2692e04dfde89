pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The real page of the patient, on a small upright panel; what is touched there goes nowhere.
FocusScope {
    id: view

    required property K.Editor page
    required property var words
    readonly property K.Preview preview: view.page.preview

    function named(ids: var): var {
        return ids.map(id => ({id: id, label: view.words["edit_preview_" + id.replace("-", "_")] ?? ""}));
    }

    // So high that a finger finds its way about.
    implicitHeight: mark.height + below.height + 2 * Desk.gap + Math.min((view.width - 12) * 1.6 + 12, 900)

    Item {
        id: mark

        width: parent.width
        height: Math.max(again.height, title.height)

        DeskText {
            id: title

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - again.width - Desk.gap
            text: view.words["edit_preview"] ?? ""
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        DeskButton {
            id: again

            anchors.right: parent.right
            label: view.words["edit_preview_again"] ?? ""
            onClicked: view.preview.again()
        }
    }

    Rectangle {
        id: frame

        readonly property real high: Math.min(view.height - mark.height - below.height - 2 * Desk.gap, (view.width - 12) * 1.6 + 12)

        y: mark.height + Desk.gap / 2
        width: Math.round((frame.high - 12) / 1.6 + 12)
        height: Math.round(frame.high)
        radius: Desk.radius
        color: Theme.ink

        Item {
            id: stage

            anchors.fill: parent
            anchors.margins: 6
            Component.onCompleted: view.preview.attach(stage)
        }
    }

    Row {
        id: below

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Desk.gap

        DeskChoice {
            width: (parent.width - Desk.gap) / 2
            label: view.words["edit_preview_size"] ?? ""
            model: view.named(["usual", "large", "largest"])
            current: view.preview.size
            onChosen: id => view.preview.useSize(id)
        }

        DeskChoice {
            width: (parent.width - Desk.gap) / 2
            label: view.words["edit_preview_theme"] ?? ""
            model: view.named(["light", "dark", "contrast", "contrast-dark"])
            current: view.preview.theme
            onChosen: id => view.preview.useTheme(id)
        }
    }
}
