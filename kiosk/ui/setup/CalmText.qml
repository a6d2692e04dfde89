import QtQuick
import kiosk.ui
import kiosk.ui.controls

// What the calm page says, in one language.
Column {
    id: calm

    required property var said
    required property int size

    spacing: Math.round(calm.size * 0.2)
    LayoutMirroring.enabled: calm.said.rightToLeft
    LayoutMirroring.childrenInherit: true

    PlainText {
        width: parent.width
        text: calm.said.text
        font.pixelSize: calm.size
        font.weight: Font.DemiBold
        lineHeight: 0.95
        Accessible.role: Accessible.Heading
    }

    PlainText {
        width: parent.width
        visible: text !== ""
        text: calm.said.more
        color: Theme.muted
        font.pixelSize: Math.round(calm.size * 0.72)
    }
}
