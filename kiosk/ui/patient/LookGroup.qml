pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// Ways to draw the screen, one of which is in use. Arrow keys move among them, Tab passes by.
Column {
    id: group

    property var setting: ({})
    readonly property var looks: group.setting.looks ?? []
    readonly property int columns: group.setting.columns ?? 1
    readonly property int chosen: group.looks.findIndex(look => look.value === group.setting.chosen)
    property int current: Math.max(0, group.chosen)

    signal picked(string setting, var value)

    function goBy(by: int) {
        const next = (group.current + by + group.looks.length) % group.looks.length;
        (buttons.itemAt(next) as Item).forceActiveFocus(Qt.TabFocusReason);
    }

    spacing: Theme.gap / 2

    PlainText {
        width: parent.width
        visible: text !== ""
        text: group.setting.title ?? ""
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
    }

    Grid {
        id: grid

        width: parent.width
        columns: group.columns
        spacing: Theme.gap

        Repeater {
            id: buttons

            model: group.looks

            LookButton {
                id: button

                required property int index
                required property var modelData

                width: (grid.width - (group.columns - 1) * Theme.gap) / group.columns
                height: Theme.roomy ? Theme.row : Theme.target
                look: button.modelData
                chosen: group.chosen === button.index
                focusPolicy: group.current === button.index ? Qt.StrongFocus : Qt.ClickFocus
                onClicked: group.picked(group.setting.setting, button.modelData.value)
                onActiveFocusChanged: if (button.activeFocus) group.current = button.index
                Keys.onDownPressed: group.goBy(1)
                Keys.onUpPressed: group.goBy(-1)
                Keys.onRightPressed: group.goBy(button.mirrored ? -1 : 1)
                Keys.onLeftPressed: group.goBy(button.mirrored ? 1 : -1)
            }
        }
    }
}
