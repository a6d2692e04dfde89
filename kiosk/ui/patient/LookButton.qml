import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One way to draw the screen, drawn that way: letters of that size, or those colours.
Touchable {
    id: button

    property var look: ({})
    property bool chosen: false
    readonly property var tokens: Theme.themes[button.look.theme] ?? Theme.tokens
    readonly property color ink: button.tokens.ink

    label: button.look.label ?? ""
    padding: Theme.outline * 4
    ground: button.look.theme ? button.tokens.paper : (button.chosen ? Theme.pineSoft : Theme.card)
    groundPressed: button.tokens.pineSoft
    edge: button.chosen ? Theme.pine : Theme.line
    edgeWidth: button.chosen ? Theme.outline * 2.5 : Theme.outline
    Accessible.role: Accessible.RadioButton
    Accessible.description: button.look.sample ?? ""
    Accessible.checkable: true
    Accessible.checked: button.chosen
    // The button beneath sets its own state once when it is complete; ours is said after it.
    Component.onCompleted: button.Accessible.checked = Qt.binding(() => button.chosen)

    contentItem: Item {
        Icon {
            id: tick

            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            visible: button.chosen
            side: Theme.icon * 0.7
            name: "check"
            colour: button.tokens.pine
        }

        PlainText {
            anchors.fill: parent
            anchors.leftMargin: button.look.sample ? 0 : tick.width + Theme.gap / 4
            anchors.rightMargin: button.look.sample ? 0 : Theme.gap / 4
            text: button.look.sample ?? button.label
            color: button.ink
            horizontalAlignment: button.look.sample ? Text.AlignHCenter : Text.AlignLeft
            verticalAlignment: Text.AlignVCenter
            wrapMode: Text.WordWrap
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.readable * 0.6
            font.pixelSize: button.look.size ?? Theme.small
            font.weight: button.chosen ? Font.DemiBold : Font.Normal
            lineHeight: 0.9
            Accessible.ignored: true
        }
    }
}
