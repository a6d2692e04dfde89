import QtQuick
import kiosk.ui
import kiosk.ui.controls

// One question with its answer, and a way to change it; the first of a section under its name.
Item {
    id: row

    property var line: ({})
    property string section: ""
    property string changeWord: ""
    property real size: Theme.small
    // Not by `title.visible`: a row that is not shown now is as high as when it is.
    readonly property real head: row.section ? title.height + Theme.gap : 0

    signal changed

    implicitHeight: row.head + Math.max(button.height, texts.implicitHeight) + Theme.gap

    WholeWords {
        id: title

        width: parent.width
        height: implicitHeight
        visible: text !== ""
        text: row.section
        color: Theme.pine
        font.weight: Font.Bold
        size: Theme.small
    }

    Column {
        id: texts

        anchors.left: parent.left
        anchors.right: button.left
        anchors.rightMargin: Theme.gap
        y: row.head + Math.max(0, (button.height - height) / 2)
        spacing: Theme.gap / 5

        PlainText {
            readonly property bool ofNext: true

            width: parent.width
            text: row.line.question ?? ""
            color: Theme.muted
            font.pixelSize: Theme.label
            lineHeight: 0.9
        }

        PlainText {
            readonly property bool ofNext: true
            readonly property bool personal: true

            width: parent.width
            text: row.line.answer ?? ""
            font.pixelSize: row.size
            font.weight: Font.DemiBold
            lineHeight: 0.92
            maximumLineCount: Theme.roomy ? 9 : 4
            elide: Text.ElideRight
            Accessible.name: row.line.answer ?? ""
        }
    }

    BigButton {
        id: button

        readonly property bool personal: true
        readonly property string openName: row.line.change ?? ""

        anchors.right: parent.right
        y: row.head + Math.max(0, (texts.height - height) / 2)
        implicitHeight: Theme.target
        width: Math.max(implicitWidth, Theme.mm(26))
        textSize: Theme.label
        visible: row.changeWord !== ""
        label: row.changeWord
        Accessible.name: row.line.change ?? ""
        Accessible.description: row.line.answer ?? ""
        onClicked: row.changed()
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.outline / 2
        color: Theme.hair
    }
}
