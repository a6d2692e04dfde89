import QtQuick
import kiosk.ui

// The picture of an option, at the end of its card.
Image {
    id: image

    property string picture: ""
    property real ratio: 1
    property real most: 0
    // Not by `visible`, which is false on a page of the list that is turned away.
    readonly property bool there: image.picture !== ""
    readonly property real wanted: image.there ? Math.round(Theme.row * (Theme.roomy ? 1.3 : 0.9)) : 0

    visible: image.there
    width: image.there ? Math.min(image.most, image.wanted * image.ratio) : 0
    height: image.wanted
    source: image.picture
    sourceSize: Qt.size(Math.max(1, Math.floor(image.width)), Math.max(1, Math.floor(image.wanted)))
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
