import QtQuick
import kiosk.ui

// A line to touch anywhere, as high as a finger. While a finger is on it the mark goes along; what
// counts is where it leaves. It looks empty while nothing is chosen.
Touchable {
    id: line

    property real part: -1
    property string spoken: ""
    readonly property real value: line.part
    readonly property real minimumValue: 0
    readonly property real maximumValue: 1
    readonly property real inset: line.mark / 2
    readonly property real mark: Math.min(Theme.mm(13), line.height * 0.62)
    readonly property real thick: Math.max(Theme.outline * 4, Theme.mm(3.5))
    property real under: -1
    readonly property real seen: line.down && line.under >= 0 ? line.under : line.part
    readonly property bool chosen: line.seen >= 0

    signal picked(real part)

    function partAt(x: real): real {
        const along = Math.min(1, Math.max(0, (x - line.inset) / (line.width - 2 * line.inset)));
        return line.mirrored ? 1 - along : along;
    }

    function place(part: real): real {
        return line.inset + (line.mirrored ? 1 - part : part) * (line.width - 2 * line.inset);
    }

    implicitHeight: Math.max(Theme.row, Theme.mm(20))
    groundPressed: "transparent"
    Accessible.role: Accessible.Slider
    Accessible.description: line.spoken
    onPressed: line.under = line.partAt(line.pressX)
    onClicked: line.picked(line.under >= 0 ? line.under : 0.5)

    PointHandler {
        onPointChanged: if (active) line.under = line.partAt(point.position.x)
    }

    contentItem: Item {
        Rectangle {
            x: line.inset - line.leftPadding
            width: line.width - 2 * line.inset
            height: line.thick
            anchors.verticalCenter: parent.verticalCenter
            radius: height / 2
            color: Theme.card
            border.width: Theme.outline
            border.color: Theme.line
        }

        Rectangle {
            readonly property real from: line.mirrored ? line.place(line.seen) : line.inset

            visible: line.chosen
            x: from - line.leftPadding
            width: (line.mirrored ? line.width - line.inset : line.place(line.seen)) - from
            height: line.thick
            anchors.verticalCenter: parent.verticalCenter
            radius: height / 2
            color: Theme.pine
        }

        Rectangle {
            visible: line.chosen
            x: line.place(Math.max(0, line.seen)) - width / 2 - line.leftPadding
            anchors.verticalCenter: parent.verticalCenter
            width: line.mark
            height: width
            radius: width / 2
            color: Theme.pine
            border.width: Theme.outline * 2
            border.color: Theme.card
        }
    }
}
