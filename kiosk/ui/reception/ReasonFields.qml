pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui.reception.controls

// Why something is done: one of the usual reasons, and words of one's own.
Column {
    id: fields

    required property var words
    required property var reasons
    property string reason: ""
    // The keyboard begins here.
    property bool begins: false
    readonly property alias more: own.text

    spacing: Desk.gap

    DeskText {
        width: fields.width
        text: fields.words["reason_label"] ?? ""
        font.weight: Font.DemiBold
    }

    Repeater {
        model: fields.reasons

        DeskTick {
            id: tick

            required property int index
            required property var modelData

            width: fields.width
            single: true
            focus: fields.begins && tick.index === 0
            label: tick.modelData.label
            checked: fields.reason === tick.modelData.id
            onClicked: {
                fields.reason = tick.modelData.id;
                tick.checked = Qt.binding(() => fields.reason === tick.modelData.id);
            }
        }
    }

    DeskField {
        id: own

        width: fields.width
        maximumLength: 150
        label: fields.words["reason_more"] ?? ""
    }
}
