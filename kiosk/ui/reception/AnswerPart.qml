import QtQuick
import kiosk.ui.reception.controls

// One part of an answer that is written: a line, or several.
FocusScope {
    id: part

    property string label: ""
    property string begin: ""
    property bool several: false

    signal edited(string text)

    implicitHeight: part.several ? area.implicitHeight : field.implicitHeight

    DeskField {
        id: field

        visible: !part.several
        focus: !part.several
        width: part.width
        label: part.label
        text: part.begin
        onEdited: part.edited(field.text)
    }

    DeskArea {
        id: area

        visible: part.several
        focus: part.several
        width: part.width
        lines: 5
        label: part.label
        text: part.begin
        onEdited: part.edited(area.text)
    }
}
