pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui

// The fixed controls around every page. They never move: what is not wanted leaves its place empty.
// Portrait: four places above and four below. Landscape: a rail of six at the start side; the two
// quiet ones at its foot, or on low panels below the question (`QuietRow`). `cover` fills all that is
// behind them; it is read before what stands below it.
Item {
    id: shell

    required property PatientScreen patient
    property bool first: false
    property bool sitting: false
    property bool asking: false
    property Component cover
    default property alias content: area.data
    readonly property var words: shell.patient.speaking.words
    readonly property bool rtl: shell.patient.speaking.rtl

    readonly property var above: [
        {icon: "back", key: "back", on: !shell.first, place: 0},
        {icon: "listen", key: "listen", on: shell.patient.speech.offered, place: 1},
        {icon: "display", key: "display", on: true, place: 2},
        {icon: "language", key: "language", on: !shell.first, place: 3}
    ]
    readonly property var below: [
        {icon: "help", key: "help", on: true, place: 0},
        shell.first ? {icon: "staff", key: "staff", also: "hide", on: shell.patient.offer.staffButton, place: 1} : {icon: "hide", key: "hide", also: "staff", on: shell.sitting, place: 1}
    ]
    readonly property var aside: [
        {icon: "stop", key: "leave", on: shell.sitting, place: 2, quiet: true},
        {icon: "remark", key: "remark", on: shell.asking && shell.patient.remarkOffered, place: 3, quiet: true}
    ]

    signal staffAsked

    function listen() {
        shell.patient.speech.on ? shell.patient.openSheet("listen") : shell.patient.speech.listen();
    }

    function act(icon: string) {
        const acts = {back: () => shell.patient.goBack(), hide: () => shell.patient.openSheet("hidden"), staff: () => shell.staffAsked(), listen: () => shell.listen(), stop: () => shell.patient.openSheet("leave")};
        (acts[icon] ?? (() => shell.patient.openSheet(icon)))();
    }

    Rectangle {
        visible: !Theme.portrait
        anchors.left: parent.left
        width: Theme.railWidth
        height: parent.height
        color: Theme.rail

        Rectangle {
            anchors.right: parent.right
            width: Theme.outline
            height: parent.height
            visible: Theme.contrasted
            color: Theme.hair
        }
    }

    FixedRail {
        visible: !Theme.portrait
        anchors.left: parent.left
        y: !Theme.roomy ? (shell.height - height) / 2 : Theme.margin * 0.6
        places: [...shell.above, ...shell.below]
        words: shell.words
        onActed: icon => shell.act(icon)
    }

    FixedRail {
        visible: !Theme.portrait && !Theme.low
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin * 0.6
        places: shell.aside
        words: shell.words
        onActed: icon => shell.act(icon)
    }

    FixedBar {
        id: top

        visible: Theme.portrait
        x: Theme.margin
        y: Theme.margin / 2
        width: shell.width - 2 * Theme.margin
        height: Theme.topHeight
        places: shell.above
        words: shell.words
        covered: shell.first
        over: true
        rtl: shell.rtl
        onActed: icon => shell.act(icon)
    }

    Loader {
        anchors.fill: parent
        z: -1
        sourceComponent: shell.cover
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

    FixedBar {
        id: bottom

        visible: Theme.portrait
        x: Theme.margin
        y: shell.height - height - Theme.margin / 2
        width: shell.width - 2 * Theme.margin
        height: Theme.barHeight
        places: [...shell.below, ...shell.aside]
        words: shell.words
        rtl: shell.rtl
        onActed: icon => shell.act(icon)
    }

    CountTick {
        patient: shell.patient
        visible: below
        x: shell.rtl ? bottom.x : bottom.x + bottom.startOf(1)
        y: bottom.y
        width: bottom.width - bottom.widthOf(0) - Theme.gap
        height: bottom.height
    }
}
