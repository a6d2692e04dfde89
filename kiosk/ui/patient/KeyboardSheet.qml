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

    Heading {
        id: title

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.roomy ? Theme.margin : Theme.gap
        width: parent.width - 2 * Theme.margin - (Theme.roomy ? 0 : back.width + Theme.gap)
        room: width
        height: Theme.roomy ? implicitHeight : back.height
        tallest: Theme.roomy ? Infinity : back.height
        verticalAlignment: Text.AlignVCenter
        text: page.words["keyboard_title"] ?? ""
    }

    LanguageButtons {
        anchors.top: title.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: Theme.roomy ? back.top : parent.bottom
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.gap
        anchors.bottomMargin: Theme.gap
        most: Theme.roomy ? 3 : 4
        textSize: Theme.roomy ? Theme.body : Theme.strip
        words: page.words
        languages: page.keyboards
        chosen: page.chosen
        onPicked: code => page.picked(code)
    }

    BigButton {
        id: back

        anchors.right: parent.right
        anchors.margins: Theme.margin
        anchors.top: Theme.roomy ? undefined : title.top
        anchors.bottom: Theme.roomy ? parent.bottom : undefined
        anchors.left: Theme.roomy ? parent.left : undefined
        anchors.topMargin: 0
        primary: true
        label: page.words["back"] ?? ""
        onClicked: page.closed()
    }
}
