pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.reception.controls

// Above the desk in a trial: that nothing is real, the PIN, the network to unplug, and what to try.
Rectangle {
    id: bar

    required property Trial trial
    required property bool signedIn
    // To look at Today is done by who is signed in.
    readonly property int at: bar.trial.at === 2 && bar.signedIn ? 3 : bar.trial.at

    implicitHeight: first.height + (steps.visible ? steps.height + Desk.gap : 0)
    color: bar.trial.unplugged ? Theme.notice : Theme.rail

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Desk.outline
        color: bar.trial.unplugged ? Theme.noticeEdge : Theme.line
    }

    Item {
        id: first

        width: parent.width
        height: Math.max(words.implicitHeight, plug.implicitHeight) + Desk.gap

        DeskText {
            id: words

            anchors.left: parent.left
            anchors.right: plug.left
            anchors.margins: Desk.gap * 1.5
            anchors.verticalCenter: parent.verticalCenter
            text: bar.signedIn ? bar.trial.line : bar.trial.line + " " + bar.trial.pinLine
        }

        DeskButton {
            id: plug

            anchors.right: parent.right
            anchors.rightMargin: Desk.gap
            anchors.verticalCenter: parent.verticalCenter
            enabled: !bar.trial.busy
            label: bar.trial.action
            keys: "Ctrl U"
            onClicked: bar.trial.toggle()
        }
    }

    Flow {
        id: steps

        anchors.top: first.bottom
        x: Desk.gap * 1.5
        width: parent.width - 2 * x
        spacing: Desk.gap / 2
        visible: bar.trial.steps.length > 0

        Repeater {
            model: bar.trial.steps

            // The one that is next is marked, what was done has its tick.
            Rectangle {
                id: step

                required property int index
                required property string modelData
                readonly property bool next: step.index === bar.at

                width: Math.min(told.implicitWidth + Desk.gap * 1.5, steps.width)
                height: told.implicitHeight + Desk.gap
                radius: Desk.radius
                color: step.next ? Theme.pineSoft : "transparent"
                border.width: step.next ? Desk.outline : 0
                border.color: Theme.pine

                DeskText {
                    id: told

                    anchors.verticalCenter: parent.verticalCenter
                    x: Desk.gap * 0.75
                    width: parent.width - 2 * x
                    text: (step.index < bar.at ? "✓ " : "") + step.modelData
                    font.pixelSize: Desk.small
                    font.weight: step.next ? Font.DemiBold : Font.Normal
                }
            }
        }
    }
}
