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
    readonly property string became: sheet.fate.state ?? "wait"
    readonly property var kinds: ({
            "wait": ["wait", "receipt_wait_title", sheet.words["receipt_wait_body"]],
            "kept": ["lock", "receipt_kept_title", sheet.words["receipt_kept_body"]],
            "looking": ["clock", "receipt_looking_title", sheet.since("receipt_looking_body")],
            "overdue": ["clock", "receipt_overdue_title", sheet.since("receipt_overdue_body")],
            "did": ["check", "board_did", sheet.fate.text ?? ""],
            "not-yet": ["clock", "board_not_yet", sheet.fate.text ?? ""],
            "no": ["remark", "board_no", sheet.fate.text ?? ""]
        })
    readonly property var kind: sheet.kinds[sheet.became] ?? sheet.kinds["looking"]

    function since(key: string): string {
        return Said.say(sheet.words, key, {day: sheet.fate.since ?? ""});
    }

    icon: sheet.kind[0]
    title: sheet.words[sheet.kind[1]]
    body: sheet.kind[2]
    more: sheet.fate.question ? Said.say(sheet.words, "board_about", {question: sheet.fate.question}) : ""
    moreLabel: sheet.words["more_question"]
    primary: sheet.words["receipt_close"]
    onPrimaryClicked: sheet.patient.closeSheet()
}
