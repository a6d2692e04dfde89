pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K

// The list of responses, or the one that is open, or its answers while they are corrected.
FocusScope {
    id: view

    required property K.ResponsesPage page
    required property var words
    readonly property string shown: !view.page.one.open ? "list" : view.page.one.correcting.open ? "correcting" : "one"

    // The keyboard goes along with what is shown.
    onShownChanged: body.forceActiveFocus()

    Loader {
        id: body

        anchors.fill: parent
        focus: true
        sourceComponent: view.shown === "list" ? list : view.shown === "one" ? one : correcting
    }

    Component {
        id: list

        ResponseList {
            page: view.page
            words: view.words
        }
    }

    Component {
        id: one

        ResponseView {
            page: view.page
            words: view.words
        }
    }

    Component {
        id: correcting

        ResponseCorrecting {
            page: view.page
            words: view.words
        }
    }
}
