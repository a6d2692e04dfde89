import QtQuick
import Kiosk
import kiosk.ui

// Play or pause, from the start, and back; always at the same places.
Item {
    id: buttons

    required property Film film
    property var words: ({})
    property string back: ""
    readonly property bool plays: buttons.film.state === "playing"
    readonly property bool works: buttons.film.state !== "broken"
    readonly property bool beside: Theme.column
    readonly property real half: (buttons.width - Theme.gap) / 2
    readonly property real each: buttons.beside ? buttons.half : buttons.width

    signal backClicked

    implicitHeight: column.implicitHeight
    height: implicitHeight

    Flow {
        id: column

        width: parent.width
        spacing: Theme.gap

        BigButton {
            width: buttons.width
            primary: true
            visible: buttons.works
            sign: buttons.plays ? "pause" : "play"
            label: buttons.words[buttons.plays ? "film_pause" : "film_play"] ?? ""
            onClicked: buttons.plays ? buttons.film.pause() : buttons.film.play()
        }

        BigButton {
            width: buttons.each
            height: Math.max(implicitHeight, buttons.beside ? way.implicitHeight : 0)
            visible: buttons.works
            label: buttons.words["film_again"] ?? ""
            onClicked: buttons.film.again()
        }

        BigButton {
            id: way

            width: buttons.works ? buttons.each : buttons.width
            primary: !buttons.works
            label: buttons.back
            onClicked: buttons.backClicked()
        }
    }
}
