pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The fixed controls around every page. They never move. Portrait: above and below; landscape: a
// rail at the start side, and on low panels the two quiet ones below the question.
Item {
    id: shell

    required property PatientScreen patient
    property bool sitting: false
    property bool asking: false
    default property alias content: area.data
    readonly property var words: shell.patient.speaking.words
    readonly property bool low: !Theme.roomy
    readonly property real pane: (area.width - Theme.margin) * 0.47

    readonly property var entries: [
        {icon: "back", key: "back", on: true},
        {icon: "larger", key: shell.patient.display.largest ? "normal_text" : "larger_text", on: true},
        {icon: "language", key: "language", on: true},
        {icon: "help", key: "help", on: true},
        {icon: "hide", key: "hide", on: shell.sitting},
        {icon: "stop", key: "stop", on: shell.sitting},
        {icon: "remark", key: "remark", on: shell.asking && shell.patient.remarkOffered}
    ]

    function act(icon: string) {
        const acts = {back: () => shell.patient.goBack(), larger: () => shell.patient.display.largerText(), hide: () => shell.patient.openSheet("hidden")};
        (acts[icon] ?? (() => shell.patient.openSheet(icon)))();
    }

    component Control: IconWord {
        required property var modelData

        visible: modelData.on
        sign: modelData.icon
        label: shell.words[modelData.key]
        onClicked: shell.act(modelData.icon)
    }

    Rectangle {
        visible: !Theme.portrait
        anchors.left: parent.left
        width: Theme.railWidth
        height: parent.height
        color: Theme.rail
    }

    Column {
        id: rail

        visible: !Theme.portrait
        anchors.left: parent.left
        y: shell.low ? Theme.gap : Theme.margin * 0.6
        width: Theme.railWidth
        spacing: Theme.gap

        Repeater {
            model: Theme.portrait ? [] : shell.entries.slice(0, shell.low ? 5 : 7)

            Control {
                width: Theme.railWidth
            }
        }
    }

    Item {
        id: top

        visible: Theme.portrait
        x: Theme.margin / 2
        y: Theme.margin / 2
        width: shell.width - Theme.margin
        height: Theme.target

        Repeater {
            model: Theme.portrait ? shell.entries.slice(0, 3) : []

            Control {
                required property int index

                width: Theme.barHeight * 1.2
                anchors.left: index === 0 ? parent?.left : undefined
                anchors.right: index > 0 ? parent?.right : undefined
                anchors.rightMargin: index === 1 ? width + Theme.gap : 0
            }
        }
    }

    Item {
        id: area

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin + (Theme.portrait ? 0 : Theme.railWidth)
        anchors.rightMargin: Theme.margin
        y: Theme.portrait ? top.y + Theme.barHeight * 0.7 + Theme.gap * 1.6 : Theme.margin
        height: (Theme.portrait ? bottom.y - Theme.gap : shell.height - Theme.margin) - y
    }

    Row {
        id: bottom

        visible: Theme.portrait
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin / 2
        y: shell.height - Theme.barHeight - Theme.margin / 2
        spacing: Theme.gap

        Repeater {
            model: Theme.portrait ? shell.entries.slice(3) : []

            Control {
                width: (bottom.width - 3 * Theme.gap) / 4
                height: Theme.barHeight
            }
        }
    }

    Row {
        visible: shell.low
        x: shell.patient.speaking.rtl ? area.x + area.width - shell.pane : area.x
        width: shell.pane
        y: shell.height - Theme.margin - Theme.target
        spacing: Theme.gap

        Repeater {
            model: shell.low ? shell.entries.slice(5) : []

            Control {
                width: (shell.pane - Theme.gap) / 2
                height: Theme.target
                beside: true
            }
        }
    }
}
