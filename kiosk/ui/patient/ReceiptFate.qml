import QtQuick
import Kiosk
import kiosk.ui.controls

// What became of a remark: its state, the question it spoke of, the clinic's answer; or that one
// has to wait before looking up another.
Message {
    id: sheet

    required property PatientScreen patient
    readonly property Lookup lookup: sheet.patient.remarks.lookup
    readonly property var words: sheet.patient.speaking.words
    readonly property var fate: sheet.lookup.fate
    // Too many wrong words: there is nothing to tell.
    readonly property bool waits: !sheet.fate.kind
    readonly property var icons: ({
            "kept": "lock",
            "heard": "clock",
            "unanswered": "clock",
            "not-yet": "clock",
            "trying": "clock",
            "tried": "clock",
            "did": "check"
        })

    icon: sheet.waits ? "wait" : sheet.icons[sheet.fate.kind] ?? "remark"
    title: sheet.waits ? sheet.words["receipt_wait_title"] : sheet.fate.title
    body: sheet.waits ? sheet.words["receipt_wait_body"] : sheet.fate.body
    more: sheet.fate.question ? Said.say(sheet.words, "board_about", {question: sheet.fate.question}) : ""
    moreLabel: sheet.words["more_question"]
    primary: sheet.words["receipt_close"]
    onPrimaryClicked: sheet.patient.closeSheet()
}
