import QtQuick
import kiosk.ui

// Words of several lines, with their label above; Tab leaves it.
FocusScope {
    id: area

    property string label: ""
    property int lines: 3
    property alias text: edit.text

    signal edited

    implicitWidth: Math.round(280 * Desk.scale)
    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Math.round(Desk.gap / 3)

        DeskText {
            width: parent.width
            text: area.label
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }

        Rectangle {
            width: parent.width
            height: Math.max(Desk.row, Math.max(area.lines * Desk.text * 1.4, edit.contentHeight) + 2 * Desk.gap)
            radius: Desk.radius
            color: Theme.card
            border.width: Desk.outline
            border.color: Theme.line

            TextEdit {
                id: edit

                anchors.fill: parent
                anchors.margins: Desk.gap
                focus: true
                activeFocusOnTab: true
                wrapMode: TextEdit.Wrap
                textFormat: TextEdit.PlainText
                font.pixelSize: Desk.text
                color: Theme.ink
                selectionColor: Theme.pine
                selectedTextColor: Theme.pineInk
                selectByMouse: true
                Accessible.role: Accessible.EditableText
                Accessible.name: area.label
                Accessible.multiLine: true
                onTextChanged: if (edit.activeFocus)
                    area.edited()
                Keys.onTabPressed: edit.nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason)
                Keys.onBacktabPressed: edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            }

            DeskRing {
                shown: edit.activeFocus
            }
        }
    }
}
