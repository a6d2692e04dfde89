pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The desk: who signs in, then the rail and a page. In a window of its own, or over the patients'.
FocusScope {
    id: view

    required property K.Reception reception
    readonly property var words: view.reception.speaking.words

    focus: true

    Binding {
        target: Desk
        property: "scale"
        // On a touch panel rows are 11 mm high, and text is as large as in a printed letter.
        value: view.reception.look.text / 100 * (Desk.touch ? Math.max(0.96, 0.24 * Theme.pxPerMm) : 1)
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }

    Loader {
        anchors.fill: parent
        focus: true
        active: !view.reception.open
        sourceComponent: SignIn {
            reception: view.reception
        }
    }

    AlertStrip {
        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Desk.gap
        visible: !view.reception.open && (view.reception.strip.title ?? "") !== ""
        strip: view.reception.strip
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0
        visible: view.reception.open

        Rail {
            Layout.fillHeight: true
            reception: view.reception
            onViewAsked: look.open()
            onNoteAsked: view.reception.noting.ask()
        }

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 0

            AbovePage {
                Layout.fillWidth: true
                Layout.fillHeight: false
                reception: view.reception
            }

            Loader {
                id: page

                Layout.fillWidth: true
                Layout.fillHeight: true
                focus: true

                function lay() {
                    const file = view.reception.open ? view.reception.file : "";
                    if (file)
                        page.setSource(file, {page: view.reception.shown, words: view.words});
                    else
                        page.source = "";
                }

                onLoaded: page.forceActiveFocus()
            }

            DeskText {
                Layout.margins: Desk.margin
                Layout.fillWidth: true
                visible: view.reception.open && !view.reception.page
                text: view.words["desk_nothing"] ?? ""
            }
        }
    }

    DeskToast {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.margins: Desk.margin
        toast: view.reception.toast
        undoWord: view.words["desk_undo"] ?? ""
    }

    ViewDialog {
        id: look

        look: view.reception.look
        words: view.words
        onClosed: page.forceActiveFocus()
        onGuideAsked: view.reception.guiding.openFor(view.reception.page)
    }

    NoteDialog {
        noting: view.reception.noting
        words: view.words
        onClosed: page.forceActiveFocus()
    }

    Connections {
        target: view.reception

        function onLocked() {
            look.close();
        }
    }

    readonly property string pageFile: view.reception.open ? view.reception.file : ""
    onPageFileChanged: page.lay()
    Component.onCompleted: page.lay()

    Shortcut {
        sequences: ["Ctrl++", "Ctrl+="]
        onActivated: view.reception.resize(1)
    }

    Shortcut {
        sequence: "Ctrl+-"
        onActivated: view.reception.resize(-1)
    }

    Shortcut {
        sequence: "Ctrl+0"
        onActivated: view.reception.resize(0)
    }
}
