import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.ui.controls

// A button with its word, and the keys that do the same where there are any.
T.AbstractButton {
    id: button

    property string label: ""
    property string keys: ""
    // As they stand on the keyboard.
    readonly property string keysShown: button.keys.replace("Return", "Enter")
    property bool primary: false
    // Its keys are not shown beside its word.
    property bool terse: false
    property bool grave: false
    property bool quiet: false
    // Whether its keys do the same while a dialog is open, too.
    property bool always: false
    readonly property color strength: button.grave ? Theme.error : Theme.pine
    readonly property color ink: !button.enabled ? Theme.muted : button.primary ? Theme.pineInk : button.grave ? Theme.error : Theme.ink

    implicitWidth: Math.max(Desk.row * 1.6, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Desk.row, implicitContentHeight + 2 * Desk.gap / 2)
    leftPadding: Desk.gap * (button.terse ? 0.5 : 1.3)
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: button.label
    Accessible.description: button.keysShown
    Keys.onReturnPressed: button.click()
    Keys.onEnterPressed: button.click()

    Shortcut {
        sequence: button.keys.replace(/ /g, "+")
        context: button.always ? Qt.ApplicationShortcut : Qt.WindowShortcut
        enabled: button.keys !== "" && button.enabled && button.visible
        onActivated: button.click()
    }

    background: Rectangle {
        radius: Desk.radius
        color: !button.enabled ? "transparent" : button.primary ? (button.down || button.hovered ? (button.grave ? Theme.ink : Theme.pinePressed) : button.strength) : button.down || button.hovered ? Theme.pineSoft : button.quiet ? "transparent" : Theme.card
        border.width: button.quiet && button.enabled ? 0 : Desk.outline
        border.color: !button.enabled ? Theme.hair : button.primary || button.grave ? button.strength : Theme.line

        DeskRing {
            shown: button.visualFocus
        }
    }

    contentItem: Item {
        implicitWidth: words.implicitWidth
        implicitHeight: words.implicitHeight

        Row {
            id: words

            anchors.centerIn: parent
            spacing: Desk.gap

            DeskText {
                text: button.label
                color: button.ink
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }

            DeskText {
                visible: text !== "" && !Desk.touch && !button.terse
                text: button.keysShown
                color: button.ink
                Accessible.ignored: true
            }
        }
    }
}
