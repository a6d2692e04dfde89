import QtQuick
import kiosk.ui

// A box to tick with its line, for what few people want to change: no card, no strong words.
Touchable {
    id: line

    property bool chosen: false
    // What it says of the screen is nobody's secret; see kiosk/ui/access/page_tree.py.
    readonly property bool open: true

    readonly property real size: Theme.roomy ? Theme.label : Theme.leastText

    padding: Theme.gap / 4
    edgeWidth: 0
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: line.chosen
    // The button beneath sets its own state once when it is complete; ours is said after it.
    Component.onCompleted: line.Accessible.checked = Qt.binding(() => line.chosen)

    contentItem: Item {
        implicitHeight: words.implicitHeight

        Rectangle {
            id: mark

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round(line.size * 1.1)
            height: width
            radius: Math.round(width * 0.18)
            color: Theme.card
            border.width: Theme.outline
            border.color: Theme.line

            Icon {
                anchors.centerIn: parent
                visible: line.chosen
                side: Math.round(parent.width * 0.86)
                name: "check"
                colour: Theme.muted
            }
        }

        WholeWords {
            id: words

            anchors.left: mark.right
            anchors.right: parent.right
            anchors.leftMargin: Theme.gap * 0.7
            anchors.verticalCenter: parent.verticalCenter
            text: line.label
            size: line.size
            color: Theme.muted
            horizontalAlignment: Text.AlignLeft
            lineHeight: 0.9
            Accessible.ignored: true
        }
    }
}
