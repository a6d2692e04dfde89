pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.editing

// The forms of the clinic: where each comes from, whether patients see it, and if not, why.
FocusScope {
    id: view

    required property K.FormsPage page
    required property var words
    readonly property bool editing: view.page.editor.open

    focus: true
    onEditingChanged: (view.editing ? editor : list).forceActiveFocus()

    Loader {
        id: editor

        anchors.fill: parent
        active: view.editing
        focus: view.editing
        sourceComponent: EditorView {
            page: view.page.editor
            words: view.words
        }
    }

    FocusScope {
        id: list

        anchors.fill: parent
        visible: !view.editing
        focus: !view.editing

        FormsList {
            anchors.fill: parent
            page: view.page
            words: view.words
        }
    }
}
