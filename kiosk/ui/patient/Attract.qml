pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The first page: what this is, how long it takes, what becomes of the answers, and a language.
// The fixed controls lie over it, at their places of every page.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property var words: page.patient.speaking.words
    // No new form begins: the page says so, and where to go.
    readonly property bool resting: page.patient.resting.shown
    readonly property bool rtl: page.patient.speaking.rtl
    readonly property real rail: Theme.portrait ? 0 : Theme.railWidth
    readonly property bool many: page.patient.speaking.languages.length > 6
    readonly property bool choice: !page.resting || page.patient.speaking.languages.length > 1
    readonly property real pane: Theme.portrait ? page.width : !page.choice ? page.width - page.rail : Math.round((page.width - page.rail) * (Theme.roomy ? 0.52 : page.many ? 0.49 : page.patient.offer.board.length > 0 ? 0.5 : 0.56))
    readonly property real floor: Theme.portrait ? page.height - Theme.barHeight - Theme.margin / 2 : page.height

    // What the text on the cover needs; larger text leaves no room for the board. A row of
    // languages, and the button for more of them, always have theirs.
    readonly property real least: Math.min(page.height * (page.many ? 0.45 : (Theme.compact ? 0.463 : 0.45) + 0.045 * Theme.step), page.floor - start.between - touch.height - Theme.gap - languages.roomFor(1))

    color: Theme.paper

    Welcome {
        id: cover

        x: page.rtl ? page.width - width - page.rail : page.rail
        width: page.pane
        height: Theme.portrait ? (page.choice ? Math.max(page.least, page.floor - start.height - 2 * Theme.margin) : page.floor) : page.height
        // Beside the board the words begin right below the controls, and end clear of the cover's foot.
        inset: Theme.portrait ? Theme.topHeight + (Theme.compact && start.shown >= 0 ? -Theme.gap / 2 : Theme.margin / 2) : 0
        clinic: page.patient.offer.clinic
        logo: page.patient.offer.logo
        title: page.resting ? page.patient.resting.title : page.words["attract_title"]
        body: page.resting ? page.patient.resting.body : page.words["attract_body"]
        facts: page.resting ? (page.patient.resting.facts.length || Theme.roomy ? page.patient.resting.facts : [{icon: "staff", text: page.patient.resting.body}]) : [
            {icon: "clock", text: page.patient.offer.minutesText},
            {icon: "lock", text: page.words["attract_privacy"]},
            {icon: "wait", text: page.patient.offer.limitText}
        ].filter(fact => fact.text)
    }

    Item {
        id: start

        readonly property real bare: touch.height + Theme.gap + languages.implicitHeight
        // Lines that take the place of as many others are looked at anew: `made` is one more.
        property int made: 0
        readonly property var panels: Array.from({length: start.made < 0 ? 0 : boards.count}, (_, i) => boards.itemAt(i) as BoardPanel)
        readonly property int shown: start.panels.findIndex(one => one?.fits ?? false)
        readonly property real gap: Theme.compact ? Theme.gap : Theme.margin
        readonly property real wanted: start.bare + start.gap + (start.panels[start.shown]?.implicitHeight ?? 0)
        readonly property real between: (Theme.roomy ? 2 : 1) * Theme.margin
        readonly property real room: page.floor - (Theme.portrait ? page.least : 0) - start.between

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: page.width - 2 * Theme.margin - (Theme.portrait ? 0 : page.pane + page.rail)
        y: (Theme.portrait ? cover.height : 0) + Theme.margin + (Theme.portrait ? 0 : Math.max(0, (start.room - start.height) / 2))
        visible: page.choice
        height: start.shown >= 0 ? start.wanted : Math.min(start.bare, start.room)

        PlainText {
            id: touch

            width: parent.width
            text: page.words[page.resting ? "resting_language" : page.patient.slips ? "attract_slip" : "attract_start"]
            font.pixelSize: Theme.portrait ? Theme.small : (Theme.roomy ? Theme.body : Theme.labelBase)
            lineHeight: 0.92
            font.weight: Font.DemiBold
        }

        LanguageButtons {
            id: languages

            anchors.top: touch.bottom
            anchors.topMargin: Theme.gap
            width: parent.width
            height: Math.min(implicitHeight, start.room - touch.height - Theme.gap)
            words: page.words
            languages: page.patient.speaking.languages
            chosen: page.patient.speaking.code
            onPicked: code => page.patient.speak(code)
        }

        Timer {
            id: anew

            interval: 0
            onTriggered: start.made += 1
        }

        // The newest line that there is room for.
        Repeater {
            id: boards

            model: page.patient.offer.board.slice(0, 6)
            onItemAdded: anew.restart()

            BoardPanel {
                required property int index
                required property var modelData

                anchors.top: languages.bottom
                anchors.topMargin: start.gap
                width: start.width
                room: start.room - start.bare - start.gap
                visible: index === start.shown
                line: modelData
                words: page.words
            }
        }
    }
}
