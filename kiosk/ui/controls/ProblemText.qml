import QtQuick
import kiosk.ui

// What is wrong with an answer and what to do about it: a sign, a colour and words. It takes the
// focus when it appears, so that it is read first.
Item {
    id: problem

    property string title: ""
    property string prefix: ""
    property string text: ""
    property real size: Theme.small

    function takeFocus() {
        if (problem.text !== "")
            message.forceActiveFocus(Qt.OtherFocusReason);
    }

    // Where its lines end, from its top.
    function lineEnds(): var {
        return message.lineEnds();
    }

    implicitHeight: message.implicitHeight

    Rectangle {
        anchors.left: parent.left
        width: Theme.outline * 2
        height: message.implicitHeight
        color: Theme.error
    }

    Icon {
        id: drawing

        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        name: "attention"
        colour: Theme.error
    }

    PlainText {
        id: message

        anchors.left: drawing.right
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap * 0.7
        text: problem.text ? problem.title + "\n" + problem.prefix + " " + problem.text : ""
        color: Theme.error
        font.weight: Font.DemiBold
        font.pixelSize: problem.size
        Accessible.role: Accessible.AlertMessage
        Accessible.focusable: true
        Keys.onTabPressed: message.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        Keys.onBacktabPressed: message.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    }
}
