import QtQuick
import kiosk.ui

// The one heading of a page. It takes the focus when its page appears or changes its text,
// so that a screen reader begins there.
PlainText {
    id: heading

    property bool takesFocus: true

    function takeFocus() {
        if (heading.takesFocus && heading.visible)
            heading.forceActiveFocus(Qt.OtherFocusReason);
    }

    font.pixelSize: Theme.heading
    font.weight: Font.DemiBold
    lineHeight: 0.9
    Accessible.role: Accessible.Heading
    Accessible.focusable: true

    onTextChanged: Qt.callLater(heading.takeFocus)
    onVisibleChanged: Qt.callLater(heading.takeFocus)
    Component.onCompleted: Qt.callLater(heading.takeFocus)
}
