pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// Another keyboard to write with; what was written stays. On a small panel the list has all the room
// below its title, for it is looked through by who can't read the button to more of it.
Rectangle {
    id: page

    property var words: ({})
    property var keyboards: []
    property string chosen: ""

    signal picked(string code)
    signal closed

    color: Theme.paper
    Keys.onEscapePressed: page.closed()

    component Back: BigButton {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        primary: true
        label: page.words["back"] ?? ""
        onClicked: page.closed()
    }

    Heading {
        id: title

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.roomy ? Theme.margin : Theme.gap
        width: parent.width - 2 * Theme.margin - (Theme.roomy ? 0 : beside.width + Theme.gap)
        room: width
        height: Theme.roomy ? implicitHeight : beside.height
        tallest: Theme.compact ? beside.height : Infinity
        verticalAlignment: Text.AlignVCenter
        text: page.words["keyboard_title"] ?? ""
    }

    Back {
        id: beside

        anchors.top: title.top
        visible: !Theme.roomy
    }

    LanguageButtons {
        anchors.top: title.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: Theme.roomy ? below.top : parent.bottom
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.gap
        anchors.bottomMargin: Theme.gap
        most: Theme.roomy ? 3 : 4
        textSize: Theme.compact ? Theme.strip : Theme.body
        words: page.words
        languages: page.keyboards
        chosen: page.chosen
        onPicked: code => page.picked(code)
    }

    Back {
        id: below

        anchors.left: parent.left
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        anchors.leftMargin: Theme.margin
        visible: Theme.roomy
    }
}
