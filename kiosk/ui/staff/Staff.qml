pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls
import kiosk.ui.setup

// What staff do at this screen: PIN first, then a menu; never an answer.
Rectangle {
    id: view

    required property StaffScreen staff
    readonly property var words: view.staff.speaking.words
    readonly property var texts: view.staff.texts

    readonly property bool alone: ["cleaning", "measure"].includes(view.staff.page)

    color: Theme.paper

    PageFrame {
        anchors.fill: parent
        anchors.margins: Theme.margin
        visible: !view.alone
        primary: view.texts.primary ?? ""
        secondary: view.texts.secondary ?? ""
        share: ({"menu": 0.3, "calls": 0.36, "field": view.staff.giving.signs.length > 12 ? 0.28 : 0.4, "drafts": 0.36, "forms": 0.36, "outbox": 0.36})[view.staff.page] ?? 0.47
        grave: view.staff.page === "discard"
        onPrimaryClicked: view.staff.goOn()
        onSecondaryClicked: view.staff.goBack()

        lead: QuestionText {
            text: view.texts.title ?? ""
            hint: view.texts.hint ?? ""
            problem: view.staff.problem
            errorPrefix: view.words["error"] ?? ""
            problemTitle: view.words["problem_title"] ?? ""
            moreLabel: view.words["more_question"] ?? ""
        }

        body: ({"pin": pin, "answer": pin, "menu": menu, "calls": lines, "drafts": drafts, "forms": forms, "details": details, "field": field, "code": code, "unshown": lines, "log": lines, "troubles": lines, "outbox": outbox, "refusal": lines})[view.staff.page] ?? null
    }

    Loader {
        anchors.fill: parent
        anchors.margins: Theme.margin
        active: view.staff.page === "cleaning"
        sourceComponent: CleaningPage {
            staff: view.staff
        }
    }

    Loader {
        anchors.fill: parent
        active: view.staff.page === "measure"
        sourceComponent: MeasurePage {
            measure: view.staff.measuring.measure
            mayLeave: view.staff.measuring.mayLeave
            problem: view.staff.problem
            words: view.words
        }
    }

    Component {
        id: pin

        PinPad {
            staff: view.staff
        }
    }

    Component {
        id: menu

        MenuPage {
            staff: view.staff
        }
    }

    Component {
        id: lines

        Paged {
            model: ({"calls": view.staff.calls.lines, "log": view.staff.menu.log, "refusal": view.staff.outbox.refusal, "troubles": view.staff.menu.troubles, "unshown": view.staff.menu.unshown})[view.staff.page] ?? []
            moreLabel: view.words["more"] ?? ""
            againLabel: view.words["more_again"] ?? ""
            delegate: PlainText {
                text: (parent as PagedRow).modelData
                font.pixelSize: Theme.small
            }
        }
    }

    Component {
        id: drafts

        Drafts {
            staff: view.staff
        }
    }

    Component {
        id: outbox

        OutboxPage {
            staff: view.staff
        }
    }

    Component {
        id: forms

        FormChoice {
            staff: view.staff
        }
    }

    Component {
        id: details

        WhoFields {
            staff: view.staff
        }
    }

    Component {
        id: field

        SignPad {
            staff: view.staff
        }
    }

    Component {
        id: code

        CodePage {
            giving: view.staff.giving
            words: view.words
        }
    }
}
