pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// One page: what it says, what can be answered, and its buttons, always at the same places.
// Upright: one column, buttons at the bottom. Else: words at the start, answers at the end; the
// way out is below the words, or above Continue. On a small upright panel it is beside Continue, and
// the words leave to the answers what they need. It is read where it is seen.
Item {
    id: frame

    property Component lead
    property Component body
    property Component quiet // what stands at the foot of the words; upright, below them
    property string primary: ""
    property string secondary: ""
    property bool busy: false
    property bool reserved: false
    property bool grave: false
    property bool chosen: false
    property real headroom: 0
    property real share: 0.47
    property real leastLines: 1.4 // of the heading, what words keep on a small upright panel
    readonly property real last: Math.max(go.visible ? go.height : 0, Theme.compact && above.visible ? above.height : 0)
    readonly property real foot: frame.last ? frame.last + Theme.gap : 0
    readonly property real half: (frame.width - Theme.margin) * frame.share
    readonly property real kept: frame.reserved ? Math.max(Theme.target, (hushed.item as Item)?.implicitHeight ?? 0) + Theme.gap : 0
    readonly property real way: frame.secondary && !Theme.compact ? above.implicitHeight + Theme.gap : 0

    // On a low panel the words need their side for themselves, where the answers leave room at theirs.
    readonly property bool stacked: !Theme.column && !Theme.roomy && frame.wanted + frame.way <= frame.height - frame.foot
    readonly property real room: frame.height - frame.foot - (frame.stacked || Theme.column ? frame.way : 0)
    readonly property real wanted: (bottom.item as Item)?.implicitHeight ?? 0
    readonly property real needed: Math.min(frame.wanted, (bottom.item as PageBody)?.needed ?? frame.room * 0.5)
    readonly property real spoken: (top.item as Item)?.implicitHeight ?? 0

    signal primaryClicked
    signal secondaryClicked

    // How much of a column the words have: two fifths at least, where the answers don't say with how
    // little they can be used.
    function wordsFrom(y: real): real {
        const left = frame.room - y - frame.kept - Theme.gap * (Theme.compact ? 1 : 1.5);
        const least = Math.max(left - frame.needed, Theme.target + Theme.leastHeading * frame.leastLines);
        const usual = frame.needed < frame.wanted ? Math.min(least, frame.room * 0.4) : frame.room * 0.4;
        return Math.min(frame.spoken, Math.max(left - frame.wanted, Theme.compact ? least : usual));
    }

    component WayOut: BigButton {
        property bool here: false

        implicitHeight: Math.max(Theme.column ? Theme.target : Theme.row, implicitContentHeight + 2 * padding)
        visible: frame.secondary !== "" && here
        enabled: !frame.busy
        later: 2
        label: frame.secondary
        textSize: Theme.roomy ? Theme.small : Math.min(Theme.small, Theme.easy)
        ground: frame.chosen ? Theme.pineSoft : Theme.card
        edge: frame.chosen ? Theme.pine : Theme.line
        edgeWidth: Theme.outline * (frame.chosen ? 2 : 1)
        onClicked: frame.secondaryClicked()
    }

    Loader {
        id: top

        anchors.left: parent.left
        y: frame.headroom
        width: Theme.column ? parent.width : frame.half
        height: Theme.column ? frame.wordsFrom(y) : frame.height - y - frame.kept - (beside.visible ? beside.height + Theme.gap : 0)
        sourceComponent: frame.lead
    }

    WayOut {
        id: beside

        anchors.left: parent.left
        y: frame.height - height - frame.kept
        width: frame.half
        here: !Theme.column && !frame.stacked
    }

    Loader {
        id: hushed

        anchors.left: parent.left
        y: Theme.column ? top.y + top.height + Theme.gap : frame.height - height
        width: Theme.column ? parent.width : frame.half
        height: frame.kept - Theme.gap
        active: frame.reserved
        sourceComponent: frame.quiet
    }

    Loader {
        id: bottom

        anchors.right: parent.right
        y: Theme.column ? top.y + top.height + frame.kept + Theme.gap * (Theme.compact ? 1 : 1.5) : 0
        width: Theme.column ? parent.width : parent.width - frame.half - Theme.margin
        height: frame.room - y
        sourceComponent: frame.body
    }

    WayOut {
        id: above

        anchors.right: Theme.compact ? undefined : parent.right
        anchors.left: Theme.compact ? parent.left : undefined
        y: frame.height - (Theme.compact ? 0 : frame.foot) - height
        width: Theme.compact && go.visible ? (frame.width - Theme.gap) * 0.44 : bottom.width
        height: Theme.compact && go.visible ? go.height : implicitHeight
        here: frame.stacked || Theme.compact
    }

    BigButton {
        id: go

        anchors.right: parent.right
        y: frame.height - height - (below.visible ? below.height + Theme.gap : 0)
        width: Theme.compact && above.visible ? frame.width - above.width - Theme.gap : bottom.width
        height: Theme.compact && above.visible ? Math.max(implicitHeight, above.implicitHeight) : implicitHeight
        primary: true
        grave: frame.grave
        visible: frame.primary !== ""
        enabled: !frame.busy
        later: 1
        label: frame.primary
        onClicked: frame.primaryClicked()
    }

    WayOut {
        id: below

        anchors.left: parent.left
        y: frame.height - height
        width: bottom.width
        here: Theme.column && !Theme.compact
    }
}
