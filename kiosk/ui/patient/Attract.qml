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
    readonly property bool rtl: page.patient.speaking.rtl
    readonly property real rail: Theme.portrait ? 0 : Theme.railWidth
    readonly property real pane: Theme.portrait ? page.width : Math.round((page.width - page.rail) * 0.52)
    readonly property real floor: Theme.portrait ? page.height - Theme.barHeight - Theme.margin / 2 : page.height

    // What the text on the cover needs; larger text leaves no room for the board.
    readonly property real least: page.height * (0.45 + 0.06 * page.patient.display.textStep)

    color: Theme.paper

    Rectangle {
        id: cover

        x: page.rtl ? page.width - width - page.rail : page.rail
        width: page.pane
        height: Theme.portrait ? Math.max(page.least, page.floor - start.height - 2 * Theme.margin) : page.height
        color: Theme.cover

        PlainText {
            id: clinic

            anchors.left: parent.left
            anchors.leftMargin: Theme.margin * 1.5
            y: Theme.margin * 1.2
            width: (Theme.portrait ? parent.width / 2 : parent.width - 1.5 * Theme.margin) - 1.5 * Theme.margin
            text: page.patient.offer.clinic
            color: Theme.coverInk
            font.pixelSize: Theme.small
        }

        QuestionText {
            id: says

            x: Theme.margin * 1.5
            y: Math.max(clinic.y + clinic.height, Theme.portrait ? Theme.topHeight + Theme.margin / 2 : 0) + Theme.gap
            width: parent.width - 3 * Theme.margin
            height: parent.height - y - Theme.margin
            ink: Theme.coverInk
            softInk: Theme.coverInk
            size: Theme.display
            centred: true
            text: page.words["attract_title"]
            hint: page.words["attract_body"] + " " + page.patient.offer.minutesText + "\n\n" + page.patient.offer.limitText
        }
    }

    Item {
        id: start

        readonly property real bare: languages.y + languages.height
        readonly property real wanted: start.bare + Theme.margin + board.implicitHeight
        readonly property real room: page.floor - (Theme.portrait ? page.least : 0) - 2 * Theme.margin

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: page.width - 2 * Theme.margin - (Theme.portrait ? 0 : page.pane + page.rail)
        y: (Theme.portrait ? cover.height : 0) + Theme.margin + (Theme.portrait ? 0 : Math.max(0, (start.room - start.height) / 2))
        height: board.visible ? start.wanted : start.bare

        PlainText {
            id: touch

            width: parent.width
            text: page.words["attract_start"]
            font.pixelSize: Theme.portrait || !Theme.roomy ? Theme.small : Theme.body
            font.weight: Font.DemiBold
        }

        LanguageButtons {
            id: languages

            anchors.top: touch.bottom
            anchors.topMargin: Theme.gap
            width: parent.width
            patient: page.patient
        }

        BoardPanel {
            id: board

            anchors.top: languages.bottom
            anchors.topMargin: Theme.margin
            width: parent.width
            visible: line !== null && start.wanted <= start.room + 1
            line: page.patient.offer.board.length > 0 ? page.patient.offer.board[0] : null
            words: page.words
        }
    }
}
