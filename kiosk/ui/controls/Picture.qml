import QtQuick
import kiosk.ui

// A picture of the form, as large as its place allows; a touch shows it on a page of its own.
Touchable {
    id: button

    property string picture: ""

    ground: "#ffffff"
    edge: Theme.line
    padding: Theme.outline * 2

    contentItem: Image {
        source: button.picture
        sourceSize: Qt.size(Math.max(1, Math.floor(width)), Math.max(1, Math.floor(height)))
        fillMode: Image.PreserveAspectFit
        Accessible.ignored: true
    }
}
