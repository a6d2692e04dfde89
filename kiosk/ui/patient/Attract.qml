import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// The first page: what this is, how long it takes, what becomes of the answers, and a language.
Rectangle {
    id: page

    required property PatientScreen patient
    required property StaffScreen staff
    readonly property var words: page.patient.speaking.words
    readonly property real pane: Theme.portrait ? page.width : Math.round(page.width * 0.52)

    color: Theme.paper

    Rectangle {
        id: cover

        anchors.left: parent.left
        width: page.pane
        height: Theme.portrait ? Math.round(page.height * 0.47) : page.height
        color: Theme.pine

        PlainText {
            id: clinic

            x: Theme.margin * 1.5
            y: Theme.margin * 1.2
            width: parent.width - 3 * Theme.margin
            text: page.patient.offer.clinic
            color: Theme.pineInk
            font.pixelSize: Theme.small
        }

        QuestionText {
            id: says

            x: Theme.margin * 1.5
            anchors.top: clinic.bottom
            anchors.topMargin: Theme.gap
            width: parent.width - 3 * Theme.margin
            height: parent.height - y - Theme.margin
            ink: Theme.pineInk
            softInk: Theme.pineInk
            size: Theme.display
            centred: true
            text: page.words["attract_title"]
            hint: page.words["attract_body"] + " " + page.patient.offer.minutesText + "\n\n" + page.patient.offer.limitText
        }
    }

    Item {
        id: start

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: Theme.portrait ? page.width - 2 * Theme.margin : page.width - page.pane - 2 * Theme.margin
        y: Theme.portrait ? cover.height + Theme.margin : Theme.margin
        height: controls.y - y - Theme.gap

        PlainText {
            id: touch

            width: parent.width
            text: page.words["attract_start"]
            color: Theme.muted
            font.pixelSize: Theme.small
        }

        LanguageButtons {
            id: languages

            anchors.top: touch.bottom
            anchors.topMargin: Theme.gap
            width: parent.width
            patient: page.patient
        }

        BoardPanel {
            anchors.bottom: parent.bottom
            width: parent.width
            visible: line !== null && languages.y + languages.height + Theme.gap + implicitHeight <= start.height
            line: page.patient.offer.board.length > 0 ? page.patient.offer.board[0] : null
            words: page.words
        }
    }

    Row {
        id: controls

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin / 2
        y: page.height - Theme.barHeight - Theme.margin / 2
        width: (Theme.portrait ? page.width : page.width - page.pane) - Theme.margin
        spacing: Theme.gap
        readonly property real each: (width - 3 * Theme.gap) / 4

        IconWord {
            width: controls.each
            height: Theme.barHeight
            sign: "larger"
            label: page.words[page.patient.display.largest ? "normal_text" : "larger_text"]
            onClicked: page.patient.display.largerText()
        }

        IconWord {
            width: controls.each
            height: Theme.barHeight
            sign: "display"
            label: page.words[Theme.strong ? "display_normal" : "display"]
            onClicked: page.patient.display.switchContrast()
        }

        IconWord {
            width: controls.each
            height: Theme.barHeight
            sign: "help"
            label: page.words["help"]
            onClicked: page.patient.openSheet("help")
        }

        IconWord {
            width: controls.each
            height: Theme.barHeight
            sign: "staff"
            colour: Theme.muted
            wordColour: Theme.muted
            label: page.words["staff"]
            onClicked: page.staff.open()
        }
    }
}
