import QtQuick
import kiosk.ui

// One key. It keeps the focus where it is, in the field. `label` is its name, `shown` what is drawn.
Touchable {
    id: key

    property string shown: key.label
    property bool word: false
    property bool primary: false
    property string sign: ""
    readonly property bool isKey: true
    // What the word has of the height, where a sign stands above it.
    property real share: 0.5
    readonly property color writing: key.primary ? Theme.pineInk : Theme.ink

    implicitWidth: 0
    implicitHeight: 0
    verticalPadding: Theme.outline * 2
    horizontalPadding: Theme.mm(0.5)
    ground: key.primary ? Theme.pine : (key.word ? Theme.pineSoft : Theme.card)
    groundPressed: key.primary ? Theme.pinePressed : (key.word ? Theme.card : Theme.pineSoft)
    edge: key.primary ? Theme.pine : Theme.line
    focusPolicy: Qt.TabFocus

    // A word that is drawn short is read after its whole name.
    Accessible.description: !key.word || key.label.toLowerCase().includes(key.shown.toLowerCase()) ? "" : key.shown

    contentItem: Item {
        Icon {
            id: drawing

            visible: key.sign !== ""
            name: key.sign
            colour: key.writing
            side: Math.max(1, Math.min(Theme.icon, parent.height * (0.95 - key.share)))
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * (1 - key.share) - height
        }

        // A long word is drawn smaller rather than broken.
        PlainText {
            readonly property int wanted: key.word ? Math.max(Theme.mm(7.2), Theme.roomy ? Math.round(Math.min(key.height, Theme.mm(26)) * 0.32) : 0) : Math.min(Theme.body, Math.round(key.height * 0.56))

            anchors.fill: parent
            anchors.topMargin: drawing.visible ? parent.height * (1 - key.share) : 0
            text: key.shown
            color: key.writing
            verticalAlignment: Text.AlignVCenter
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.mm(3.5)
            font.pixelSize: wanted
            font.weight: key.primary ? Font.DemiBold : Font.Normal
            lineHeight: key.word ? 0.9 : 1
            Accessible.ignored: true
        }
    }
}
