pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Why a patient asked: by its number, too, while the keyboard is here.
FocusScope {
    id: view

    required property K.Noting noting
    required property var words

    signal chosen

    function begin() {
        ticks.itemAt(0)?.forceActiveFocus(Qt.TabFocusReason);
    }

    function take(place: int) {
        view.noting.becauseOf(place);
        view.chosen();
    }

    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.Grouping
    Accessible.name: view.words["note_reasons"] ?? ""
    Keys.onPressed: event => {
        const place = event.key - Qt.Key_1;
        event.accepted = place >= 0 && place < ticks.count;
        if (event.accepted)
            view.take(place);
    }

    Column {
        id: column

        width: parent.width
        spacing: Math.round(Desk.gap / 2)

        DeskText {
            width: parent.width
            text: view.words["note_reasons"] ?? ""
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }

        Grid {
            id: grid

            readonly property int beside: view.width > 680 * Desk.scale ? 2 : 1

            width: parent.width
            // Down one column, then down the other: the numbers are read like that.
            flow: Grid.TopToBottom
            rows: Math.ceil(ticks.count / grid.beside)
            columnSpacing: Desk.gap

            Repeater {
                id: ticks

                model: view.noting.reasons

                DeskTick {
                    id: tick

                    required property int index
                    required property var modelData

                    width: Math.floor((grid.width + Desk.gap) / grid.beside - Desk.gap)
                    single: true
                    checkable: false
                    checked: tick.modelData.chosen
                    label: tick.modelData.label
                    onClicked: view.take(tick.index)
                }
            }
        }
    }
}
