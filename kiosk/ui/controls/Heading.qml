import QtQuick
import kiosk.ui

// The one heading of a page. It takes the focus when its page appears or changes its text,
// so that a screen reader begins there.
WholeWords {
    id: heading

    // Another page is another `about`; the same page with an error before its question is not.
    property string about: heading.text
    property bool takesFocus: true

    function takeFocus() {
        if (heading.visible && heading.takesFocus)
            heading.forceActiveFocus(Qt.OtherFocusReason);
    }

    size: Theme.heading
    font.weight: Font.DemiBold
    lineHeight: 0.9
    Accessible.role: Accessible.Heading
    Accessible.focusable: true

    // No tab stop itself, so Tab would begin at the window's first control.
    Keys.onTabPressed: heading.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onBacktabPressed: heading.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

    onAboutChanged: soon.restart()
    onVisibleChanged: soon.restart()
    Component.onCompleted: soon.restart()

    Timer {
        id: soon

        interval: 0
        onTriggered: heading.takeFocus()
    }
}
