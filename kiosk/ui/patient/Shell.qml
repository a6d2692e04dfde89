pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui

// The fixed controls around every page. They never move: what is not wanted leaves its place empty.
// Portrait: four places above and four below; landscape: a rail at the start side, and on low
// panels the two quiet ones below the question.
Item {
    id: shell

    required property PatientScreen patient
    property bool first: false
    property bool sitting: false
    property bool asking: false
    default property alias content: area.data
    readonly property var words: shell.patient.speaking.words
    readonly property bool low: !Theme.roomy
    readonly property bool rtl: shell.patient.speaking.rtl
    readonly property real pane: (area.width - Theme.margin) * 0.47
    readonly property real place: (shell.width - 2 * Theme.margin - 3 * Theme.gap) / 4

    readonly property var staff: ({icon: "staff", key: "staff", on: shell.first, place: 3})
    readonly property var larger: ({icon: "larger", key: shell.patient.display.largest ? "normal_text" : "larger_text", on: true, place: 2})
    readonly property var display: ({icon: "display", key: shell.low ? "display_title" : (Theme.strong ? "display_normal" : "display"), on: true, place: 3})
    readonly property var hide: ({icon: "hide", key: "hide", on: shell.sitting, place: 1})
    readonly property var stop: ({icon: "stop", key: "stop", on: shell.sitting, place: 3})
    readonly property var above: [
        {icon: "back", key: "back", on: !shell.first, place: 0},
        {icon: "language", key: "language", on: !shell.first, place: 1},
        ...(shell.low ? [] : [shell.larger]),
        shell.display
    ]
    readonly property var below: [
        {icon: "help", key: "help", on: true, place: 0},
        shell.low && shell.first ? shell.staff : shell.hide,
        !shell.low && shell.first ? shell.staff : shell.stop,
        {icon: "remark", key: "remark", on: shell.asking && shell.patient.remarkOffered, place: 2}
    ]

    signal staffAsked

    function act(icon: string) {
        const look = shell.patient.display, low = shell.low;
        const acts = {back: () => shell.patient.goBack(), larger: () => look.largerText(), hide: () => shell.patient.openSheet("hidden"), staff: () => shell.staffAsked()};
        const other = icon === "display" && !low ? () => look.switchContrast() : () => shell.patient.openSheet(icon);
        (acts[icon] ?? other)();
    }

    component Control: FixedControl {
        implicitWidth: shell.place
        x: Theme.portrait ? (shell.rtl ? 3 - modelData.place : modelData.place) * (shell.place + Theme.gap) : 0
        words: shell.words
        onActed: icon => shell.act(icon)
    }

    Rectangle {
        visible: !Theme.portrait
        anchors.left: parent.left
        width: Theme.railWidth
        height: parent.height
        color: Theme.rail
    }

    Column {
        visible: !Theme.portrait
        anchors.left: parent.left
        y: shell.low ? Theme.gap : Theme.margin * 0.6
        width: Theme.railWidth
        spacing: Theme.mm(3)

        Repeater {
            model: Theme.portrait ? [] : [...shell.above, ...shell.below.slice(0, shell.low ? 2 : 4)]

            Control {
                width: Theme.railWidth
            }
        }
    }

    Item {
        id: top

        visible: Theme.portrait
        x: Theme.margin
        y: Theme.margin / 2
        width: shell.width - 2 * Theme.margin
        height: Theme.topHeight

        Repeater {
            model: Theme.portrait ? shell.above : []

            Control {
                height: Theme.topHeight
                ink: shell.first ? Theme.pineInk : Theme.ink
            }
        }
    }

    Item {
        id: area

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin + (Theme.portrait ? 0 : Theme.railWidth)
        anchors.rightMargin: Theme.margin
        y: Theme.portrait ? top.y + top.height + Theme.gap : Theme.margin
        height: (Theme.portrait ? bottom.y - Theme.gap : shell.height - Theme.margin) - y
    }

    Item {
        id: bottom

        visible: Theme.portrait
        x: Theme.margin
        y: shell.height - Theme.barHeight - Theme.margin / 2
        width: shell.width - 2 * Theme.margin

        Repeater {
            model: Theme.portrait ? shell.below : []

            Control {
                height: Theme.barHeight
            }
        }
    }

    Row {
        visible: shell.low
        x: shell.rtl ? area.x + area.width - shell.pane : area.x
        width: shell.pane
        y: shell.height - Theme.margin - Theme.target
        spacing: Theme.gap

        Repeater {
            model: shell.low ? shell.below.slice(2) : []

            Control {
                width: (shell.pane - Theme.gap) / 2
                height: Theme.target
                beside: true
            }
        }
    }
}
