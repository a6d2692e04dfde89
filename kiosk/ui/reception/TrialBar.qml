import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.reception.controls

// Above the desk in a trial: that nothing is real, the PIN, and the network to unplug.
Rectangle {
    id: bar

    required property Trial trial
    required property bool signedIn

    implicitHeight: Math.max(words.implicitHeight, plug.implicitHeight) + Desk.gap
    color: bar.trial.unplugged ? Theme.notice : Theme.rail

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Desk.outline
        color: bar.trial.unplugged ? Theme.noticeEdge : Theme.line
    }

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
