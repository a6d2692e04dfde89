import QtQuick
import kiosk.ui

// What this screen can't take: it says who can.
AnswerControl {
    id: answer

    implicitHeight: Math.max(Theme.row, whole.implicitHeight + 2 * Theme.gap)

    // How high the words are at their full size.
    WholeWords {
        id: whole

        visible: false
        width: says.width
        text: answer.question.says ?? ""
    }

    Rectangle {
        width: parent.width
        height: Math.min(answer.height, answer.implicitHeight)
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
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            verticalAlignment: Text.AlignVCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.readable * 0.8
            text: whole.text
        }
    }
}
