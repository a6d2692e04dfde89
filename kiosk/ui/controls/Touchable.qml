import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Everything that can be touched. Acts on release inside; dragging off cancels. `label` is its
// name for screen readers and robots; `text` stays unused, for it would be read as markup.
T.AbstractButton {
    id: touchable

    property string label: ""
    property real round: Theme.radius
    property color ground: "transparent"
    property color groundPressed: Theme.pineSoft
    property color edge: "transparent"
    property int edgeWidth: Theme.outline
    // Where it comes when the page is read or gone through with keys; see kiosk/ui/access/page_tree.py.
    property int later: 0

    implicitWidth: Math.max(Theme.target, touchable.implicitContentWidth + touchable.leftPadding + touchable.rightPadding)
    implicitHeight: Math.max(Theme.target, touchable.implicitContentHeight + touchable.topPadding + touchable.bottomPadding)
    padding: Theme.gap / 2
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: touchable.label
    Keys.onReturnPressed: touchable.click()
    Keys.onEnterPressed: touchable.click()

    background: Rectangle {
        color: touchable.down ? touchable.groundPressed : touchable.ground
        radius: touchable.round
        border.width: touchable.edgeWidth
        border.color: touchable.edge

        FocusRing {
            shown: touchable.visualFocus
        }
    }
}
