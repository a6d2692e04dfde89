import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// One line to write in, with its label above and what is wrong with it below.
FocusScope {
    id: field

    property string label: ""
    property string hint: ""
    property string problem: ""
    property alias text: edit.text
    property alias secret: edit.secret
    property alias maximumLength: edit.maximumLength
    property alias inputMethodHints: edit.inputMethodHints
    property alias validator: edit.validator
    property alias readOnly: edit.readOnly
    property bool bare: false

    signal accepted
    signal edited

    function clear() {
        edit.clear();
    }

    function selectAll() {
        edit.selectAll();
    }

    implicitWidth: Math.round(280 * Desk.scale)
    implicitHeight: column.implicitHeight

    Column {
        id: column

        width: parent.width
        spacing: Math.round(Desk.gap / 3)

        DeskText {
            visible: !field.bare
            width: parent.width
            text: field.label
            font.weight: Font.DemiBold
            // A field that hides its text loses its name in Qt: then the label is read by itself.
            Accessible.ignored: !edit.secret
        }

        DeskText {
            visible: text !== "" && !field.bare
            width: parent.width
            text: field.hint
            color: Theme.muted
            font.pixelSize: Desk.small
            Accessible.ignored: true
        }

        T.TextField {
            id: edit

            property bool secret: false

            focus: true
            width: parent.width
            implicitHeight: Desk.row
            padding: Desk.gap
            verticalAlignment: Text.AlignVCenter
            font.pixelSize: Desk.text
            color: Theme.ink
            selectionColor: Theme.pine
            selectedTextColor: Theme.pineInk
            echoMode: edit.secret ? TextInput.Password : TextInput.Normal
            passwordMaskDelay: 0
            selectByMouse: true
            placeholderText: ""
            Accessible.role: Accessible.EditableText
            Accessible.name: field.label
            Accessible.description: [edit.secret ? field.label : "", field.hint, field.problem].filter(Boolean).join(". ")
            onAccepted: field.accepted()
            onTextEdited: field.edited()

            DeskText {
                visible: field.bare && edit.text === ""
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: Desk.gap
                width: parent.width - 2 * Desk.gap
                text: field.label
                color: Theme.muted
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            background: Rectangle {
                radius: Desk.radius
                color: Theme.card
                border.width: field.problem ? 3 : Desk.outline
                border.color: field.problem ? Theme.error : Theme.line

                DeskRing {
                    shown: edit.activeFocus
                }
            }
        }

        DeskText {
            visible: text !== ""
            width: parent.width
            text: field.problem
            color: Theme.error
            font.weight: Font.DemiBold
            Accessible.role: Accessible.AlertMessage
        }
    }
}
