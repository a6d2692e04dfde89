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
        font.pixelSize: key.word ? Theme.base * 0.56 : Theme.base
        lineHeight: 1
        Accessible.ignored: true
    }
}
