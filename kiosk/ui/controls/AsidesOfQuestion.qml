pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// What a form adds to a question, below its words: pictures, films, more to read. Where there is
// little room the pictures are small, for each can be touched and is shown large then. The picture
// that is told instead of words stands beside them, and not here.
Item {
    id: asides

    property var question: ({})
    property var words: ({})
    // How high the pictures may be: what the words leave.
    property real room: 0
    readonly property int first: asides.question.pictures?.[0]?.own ? 1 : 0
    readonly property var pictures: (asides.question.pictures ?? []).slice(asides.first)
    readonly property string reading: asides.question.about?.word ?? ""
    readonly property var films: asides.question.films ?? []
    readonly property int count: (asides.reading ? 1 : 0) + (asides.films.length ? 1 : 0)
    readonly property bool beside: !Theme.roomy && asides.count === 1 && asides.pictures.length < 3
    readonly property real each: (asides.width - Theme.gap * (asides.pictures.length - 1)) / Math.max(1, asides.pictures.length)
    readonly property real ratio: Math.max(0.2, ...asides.pictures.map(one => one.ratio))
    readonly property real liked: asides.pictures.length ? Math.max(Theme.target, Math.min(asides.each / asides.ratio, Theme.shortSide * 0.42)) : 0
    readonly property real below: asides.count && !asides.beside ? buttons.implicitHeight + (asides.pictures.length ? Theme.gap : 0) : 0
    readonly property real drawn: asides.pictures.length ? Math.max(Theme.target, Math.min(asides.liked, asides.room - asides.below)) : 0

    // The least height, which hangs on nothing but the width.
    readonly property real least: Math.max(asides.pictures.length ? Theme.target : 0, asides.beside ? buttons.implicitHeight : 0) + asides.below
    readonly property real thumb: asides.width * 0.38

    signal opened(string sheet)

    function sizeOf(picture: var): real {
        const free = asides.beside ? (asides.thumb - Theme.gap * (asides.pictures.length - 1)) / asides.pictures.length : asides.each;
        return asides.beside ? free : Math.max(Theme.target, Math.min(free, asides.drawn * picture.ratio));
    }

    implicitHeight: asides.pictures.length || asides.count ? asides.liked + asides.below + (asides.beside && !asides.pictures.length ? buttons.implicitHeight : 0) : 0
    height: Math.max(asides.drawn, asides.beside ? buttons.implicitHeight : 0) + asides.below

    Row {
        anchors.left: parent.left
        spacing: Theme.gap

        Repeater {
            model: asides.pictures

            Picture {
                required property var modelData
                required property int index

                width: asides.sizeOf(modelData)
                height: asides.drawn
                picture: modelData.image
                label: modelData.alt ? Said.say(asides.words, "picture_larger_name", {title: modelData.alt}) : (asides.words["picture_larger"] ?? "")
                onClicked: asides.opened("picture" + (index + asides.first))
            }
        }
    }

    Column {
        id: buttons

        readonly property real start: asides.beside && asides.pictures.length ? asides.thumb + Theme.gap : 0

        anchors.left: parent.left
        anchors.leftMargin: buttons.start
        width: asides.width - buttons.start
        y: asides.beside ? 0 : asides.drawn + (asides.pictures.length ? Theme.gap : 0)
        spacing: Theme.mm(3)

        BigButton {
            visible: asides.films.length > 0
            width: Math.min(buttons.width, implicitWidth)
            implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
            sign: asides.films[0]?.sound ? "listen" : "play"
            label: asides.question.filmsWord ?? ""
            onClicked: asides.opened(asides.films.length > 1 && !asides.films[0].signed ? "films" : "film0")
        }

        BigButton {
            visible: asides.reading !== ""
            width: Math.min(buttons.width, implicitWidth)
            implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
            sign: "about"
            label: asides.reading
            onClicked: asides.opened("about")
        }
    }
}
