import QtQuick
import kiosk.ui

// Where a region of a body is touched; a mark on it says that it is chosen. Who does not see the body
// meets an answer once, however many regions it has: the others are `unsaid`.
Touchable {
    id: region

    property bool many: false
    property bool unsaid: false
    property string place: ""
    property bool chosen: false
    property point mark

    groundPressed: "transparent"
    Accessible.role: region.many ? Accessible.CheckBox : Accessible.RadioButton
    Accessible.ignored: region.unsaid
    Accessible.description: region.place
    Accessible.checkable: true
    Accessible.checked: region.chosen
    // The button beneath sets its own state once when it is complete; ours is said after it.
    Component.onCompleted: region.Accessible.checked = Qt.binding(() => region.chosen)

    contentItem: Item {
        Rectangle {
            x: region.mark.x - region.leftPadding - width / 2
            y: region.mark.y - region.topPadding - height / 2
            visible: region.chosen
            width: Theme.mm(8)
            height: width
            radius: width / 2
            color: Theme.pine

            Icon {
                anchors.centerIn: parent
                side: Math.round(parent.width * 0.7)
                name: "check"
                colour: Theme.pineInk
            }
        }
    }
}
