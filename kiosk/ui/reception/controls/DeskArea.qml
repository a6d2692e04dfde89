import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Words of one or of several lines, with their label above; Tab leaves it.
FocusScope {
    id: area

    property string label: ""
    property int lines: 1
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

        T.TextArea {
            id: edit

            focus: true
            width: parent.width
            implicitHeight: Math.max(Desk.row, Math.max(area.lines * Desk.text * 1.4, edit.contentHeight) + 2 * Desk.gap)
            padding: Desk.gap
            wrapMode: TextEdit.Wrap
            textFormat: TextEdit.PlainText
            font.pixelSize: Desk.text
            color: Theme.ink
            selectionColor: Theme.pine
            selectedTextColor: Theme.pineInk
            selectByMouse: true
            Accessible.role: Accessible.EditableText
            Accessible.name: area.label
            // Found when it is pressed: what comes next may come and go, and has a way back of its own.
            Keys.onTabPressed: edit.nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            onTextChanged: if (edit.activeFocus)
                area.edited()

            background: Rectangle {
                radius: Desk.radius
                color: Theme.card
                border.width: Desk.outline
                border.color: Theme.line

                DeskRing {
                    shown: edit.activeFocus
                }
            }
        }
    }
}
