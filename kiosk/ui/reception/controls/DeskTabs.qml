pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Parts of a page, of which one is shown: `model` is a list of {id, label}.
Flow {
    id: tabs

    property string name: ""
    property var model: []
    property string current: ""

    signal chosen(string id)

    spacing: Desk.gap / 2
    Accessible.role: Accessible.PageTabList
    Accessible.name: tabs.name

    Repeater {
        model: tabs.model

        T.AbstractButton {
            id: tab

            required property var modelData
            readonly property bool shown: tab.modelData.id === tabs.current

            implicitWidth: implicitContentWidth + 2.6 * Desk.gap
            implicitHeight: Math.max(Desk.row, implicitContentHeight + Desk.gap)
            focusPolicy: Qt.StrongFocus
            Accessible.role: Accessible.PageTab
            Accessible.name: tab.modelData.label
            Accessible.selected: tab.shown
            Keys.onReturnPressed: tab.click()
            Keys.onEnterPressed: tab.click()
            onClicked: tabs.chosen(tab.modelData.id)

            contentItem: DeskText {
                text: tab.modelData.label
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                wrapMode: Text.NoWrap
                font.weight: tab.shown ? Font.DemiBold : Font.Normal
                Accessible.ignored: true
            }

            background: Rectangle {
                radius: Desk.radius
                color: tab.hovered ? Theme.pineSoft : "transparent"

                Rectangle {
                    visible: tab.shown
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: 4
                    color: Theme.pine
                }

                DeskRing {
                    shown: tab.visualFocus
                }
            }
        }
    }
}
