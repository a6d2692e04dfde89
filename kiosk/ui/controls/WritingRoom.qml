import QtQuick
import kiosk.ui

// How many letters more there is room for, once there are few.
PlainText {
    id: room

    property var words: ({})
    property int spare: 0
    readonly property string key: room.spare <= 0 ? "write_full" : (room.spare === 1 ? "write_left_one" : "write_left")

    text: room.spare > 60 ? "" : (room.words[room.key] ?? "").replace("{count}", room.spare)
    font.pixelSize: Theme.label
    color: Theme.muted
}
