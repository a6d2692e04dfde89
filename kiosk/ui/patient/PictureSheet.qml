import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// One picture of the question, as large as the screen, with its title.
Rectangle {
    id: page

    required property PatientScreen patient
    property int number: 0
    readonly property var words: page.patient.speaking.words
    readonly property var picture: page.patient.asking.question.pictures?.[page.number] ?? {}

    color: Theme.paper

    QuestionText {
        id: title

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        height: Math.min(title.natural, page.height * 0.25)
        size: Theme.body
        text: page.picture.alt || page.words["picture_title"]
        moreLabel: page.words["more_question"]
    }

    Rectangle {
        anchors.top: title.bottom
        anchors.bottom: back.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        color: "#ffffff"

        Image {
            anchors.fill: parent
            source: page.picture.image ?? ""
            sourceSize: Qt.size(Math.max(1, Math.floor(width)), Math.max(1, Math.floor(height)))
            fillMode: Image.PreserveAspectFit
            Accessible.role: Accessible.Graphic
            Accessible.name: page.picture.alt || page.words["picture_title"]
        }
    }

    BigButton {
        id: back

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.margin
        primary: true
        label: page.words["picture_back"]
        onClicked: page.patient.closeSheet()
    }
}
