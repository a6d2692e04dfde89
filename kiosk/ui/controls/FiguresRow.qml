import QtQuick
import kiosk.ui

// The field of a number, with its sign before it where the number may be below nought.
Item {
    id: row

    property alias field: figures
    property bool signed: false
    property var words: ({})
    property string empty: row.words["number_empty"] ?? ""

    implicitHeight: figures.implicitHeight

    Key {
        id: minus

        visible: row.signed
        anchors.left: parent.left
        width: Theme.target
        height: parent.height
        label: row.words["key_minus"] ?? ""
        shown: "\u2212"
        focusPolicy: Qt.StrongFocus
        onClicked: figures.type("-")
    }

    FiguresField {
        id: figures

        anchors.left: row.signed ? minus.right : parent.left
        anchors.right: parent.right
        anchors.leftMargin: row.signed ? Theme.gap : 0
        height: parent.height
        empty: row.empty
        minus: row.signed
    }
}
