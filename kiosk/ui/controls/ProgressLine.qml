import QtQuick
import kiosk.ui

// Where the patient is: in words, and as a line.
Column {
    id: progress

    property string text: ""
    property real part: 0

    spacing: Theme.gap / 2

    PlainText {
        readonly property int later: 1

        width: parent.width
        text: progress.text
        color: Theme.muted
        font.pixelSize: Theme.label
    }

    Rectangle {
        width: parent.width
        visible: progress.part > 0
        height: Theme.outline * 2.5
        radius: height / 2
        color: Theme.track
        border.width: Theme.contrasted ? Theme.outline / 2 : 0
        border.color: Theme.line

        Rectangle {
            anchors.left: parent.left
            width: parent.width * progress.part
            height: parent.height
            radius: height / 2
            color: Theme.pine
        }
    }
}
