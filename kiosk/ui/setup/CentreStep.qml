import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The central service, and a test of the printer: both may come later.
StepFrame {
    id: view

    required property K.CentrePage page
    required property var words

    title: view.words["setup_centre_title"] ?? ""
    line: view.words["setup_centre_line"] ?? ""

    DeskField {
        id: url

        width: parent.width
        focus: true
        label: view.words["setup_centre_address"] ?? ""
        hint: view.words["setup_centre_address_hint"] ?? ""
        text: view.page.url
        maximumLength: 500
        inputMethodHints: Qt.ImhUrlCharactersOnly | Qt.ImhNoAutoUppercase
        onEdited: view.page.writeUrl(url.text)
    }

    DeskField {
        id: token

        width: parent.width
        label: view.words["setup_centre_token"] ?? ""
        hint: view.words["setup_centre_token_hint"] ?? ""
        maximumLength: 16000
        secret: true
        onAccepted: view.page.connectTo(url.text, token.text)
    }

    DeskButton {
        enabled: !view.page.busy
        label: view.words[view.page.busy ? "setup_centre_trying" : "setup_centre_try"] ?? ""
        onClicked: view.page.connectTo(url.text, token.text)
    }

    Rectangle {
        visible: view.page.lines !== ""
        width: parent.width
        height: lines.implicitHeight + 2 * Desk.gap
        radius: Desk.radius
        color: Theme.pineSoft
        border.width: Theme.contrasted ? Desk.outline : 0
        border.color: Theme.line

        DeskText {
            id: lines

            x: Desk.gap
            y: Desk.gap
            width: parent.width - 2 * Desk.gap
            text: view.page.lines
        }
    }

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.hair
    }

    DeskButton {
        label: view.words["setup_print_test"] ?? ""
        onClicked: view.page.printTest()
    }

    DeskText {
        visible: text !== ""
        width: parent.width
        text: view.page.printed
        Accessible.role: Accessible.AlertMessage
    }
}
