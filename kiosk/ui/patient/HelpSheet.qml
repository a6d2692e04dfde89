import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Somebody wants help: seen from the desk by its colour and its hand, and nobody reads an answer.
// It says what is true: on the desk's list, or not. At first the way back is the patient's own touch.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property Help help: page.patient.help
    readonly property var words: page.patient.speaking.words
    readonly property real free: page.width - 2 * Theme.margin
    readonly property real beside: Theme.column ? 0 : page.width * 0.34

    color: Theme.paper

    // Saffron says "here you are", to staff this time.
    Rectangle {
        id: flag

        anchors.left: parent.left
        width: Theme.column ? parent.width : page.beside
        height: Theme.column ? page.height * (Theme.compact ? 0.2 : 0.4) : parent.height
        color: Theme.saffron

        Icon {
            anchors.centerIn: parent
            side: Math.max(1, Math.round(Math.min(parent.width, parent.height) * 0.7))
            name: "hand"
            colour: Theme.saffronEdge
        }
    }

    QuestionText {
        id: says

        anchors.left: parent.left
        anchors.leftMargin: page.beside + Theme.margin
        y: Theme.column ? flag.height + Theme.margin : Theme.margin
        width: page.free - page.beside
        height: ways.y - y - Theme.gap
        size: Theme.roomy ? Theme.display : Theme.heading * 1.15
        softInk: Theme.ink
        text: page.words["help_title"]
        hint: [page.help.covering ? page.words["help_covered"] : "", page.words["help_" + page.help.told] ?? ""].filter(text => text).join("\n\n")
        moreLabel: page.words["more_question"]
    }

    Column {
        id: ways

        anchors.left: says.left
        y: page.height - height - Theme.margin
        width: says.width
        spacing: Theme.gap

        BigButton {
            width: parent.width
            primary: true
            visible: !page.help.locked
            label: page.words["help_back"]
            onClicked: page.help.goBack()
        }

        BigButton {
            width: parent.width
            visible: page.help.locked
            label: page.words["help_leave"]
            onClicked: page.patient.pause()
        }

        BigButton {
            width: parent.width
            visible: page.help.locked
            sign: "staff"
            label: page.words["help_staff"]
            onClicked: page.help.askStaff()
        }
    }
}
