import QtQuick
import kiosk.ui

// How many letters more there is room for, once there are few.
PlainText {
    id: room

    property var words: ({})
    property int spare: 0
    property var leftWords: _spare => "" // for so many more letters

    text: room.spare > 60 ? "" : room.spare > 0 ? room.leftWords(room.spare) : room.words["write_full"] ?? ""
    font.pixelSize: Theme.label
    color: Theme.muted
}
