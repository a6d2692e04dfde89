import QtQuick
import Kiosk
import kiosk.ui

// The picture of a film, and below it what is said, as large as can be read. What is said has its
// place as long as the film has subtitles, so that nothing moves when it changes.
Item {
    id: view

    required property Film film
    property string title: ""
    property bool sound: false
    property string problem: ""
    readonly property real said: view.film.worded && !view.problem ? view.height * (view.sound ? 1 : Theme.column ? 0.3 : 0.36) : 0

    // Where nothing is said yet a film is as wide as most are.
    readonly property real ratio: Math.max(0.2, view.film.ratio || 16 / 9)

    Rectangle {
        id: frame

        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(view.width, (view.height - view.said) * view.ratio)
        height: view.sound ? 0 : width / view.ratio
        visible: !view.sound && view.problem === ""
        color: view.film.ratio ? "#000000" : Theme.hair

        FilmPicture {
            anchors.fill: parent
            film: view.film
            Accessible.role: Accessible.Graphic
            Accessible.name: view.title
        }
    }

    Icon {
        anchors.centerIn: parent
        visible: view.sound && view.film.says === "" && view.problem === ""
        name: "listen"
        side: Math.max(Theme.icon, Math.round(Math.min(view.width, view.height) * 0.5))
        colour: Theme.pine
    }

    PlainText {
        y: view.problem || view.sound ? 0 : frame.height + Theme.gap
        width: parent.width
        height: view.problem ? parent.height : view.said - Theme.gap
        visible: text !== ""
        text: view.problem || view.film.says
        font.pixelSize: Math.max(Theme.large, Theme.body)
        font.weight: Font.DemiBold
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.leastText
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
