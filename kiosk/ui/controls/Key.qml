import QtQuick
import kiosk.ui

// One key. It keeps the focus where it is, in the field.
Touchable {
    id: key

    property bool word: false
    property string sign: ""

    implicitWidth: 0
    implicitHeight: 0
    padding: Theme.outline * 2
    ground: key.word ? Theme.pineSoft : Theme.card
    groundPressed: key.word ? Theme.card : Theme.pineSoft
    edge: Theme.line
    focusPolicy: Qt.TabFocus

    contentItem: PlainText {
        text: key.label
        verticalAlignment: Text.AlignVCenter
        horizontalAlignment: Text.AlignHCenter
        font.pixelSize: key.word ? Math.round(Theme.base * 0.76) : Math.round(Theme.base * (Theme.portrait ? 1.15 : 1))
        lineHeight: key.word ? 0.9 : 1
        Accessible.ignored: true
    }
}
