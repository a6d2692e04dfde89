import QtQuick
import kiosk.ui

// What this screen can't take: it says who can.
AnswerControl {
    id: answer

    implicitHeight: Math.max(Theme.row, says.implicitHeight + 2 * Theme.gap)

    Rectangle {
        width: parent.width
        height: answer.implicitHeight
        radius: Theme.radius
        color: Theme.pineSoft

        Icon {
            id: sign

            anchors.left: parent.left
            anchors.leftMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            name: "help"
        }

        WholeWords {
            id: says

            anchors.left: sign.right
            anchors.right: parent.right
            anchors.margins: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            text: answer.question.says ?? ""
        }
    }
}
