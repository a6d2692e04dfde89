import QtQuick
import Kiosk

// The calm pages that lie over the journey and hide it.
Message {
    id: sheet

    required property PatientScreen patient
    property string kind: ""
    readonly property var words: sheet.patient.speaking.words
    readonly property var kinds: ({
            "hidden": ["hide", "hidden_title", "hidden_body", "hidden_back", ""],
            "stop": ["stop", "stop_title", "stop_body", "stop_no", "stop_yes"],
            "deleting": ["stop", "deleting_title", "deleting_body", "", ""],
            "undeleted": ["attention", "undeleted_title", "undeleted_body", "broken_back", ""],
            "resuming": ["show", "resuming_title", "resuming_body", "", ""],
            "trouble": ["attention", "trouble_title", "trouble_body", "trouble_retry", ""],
            "broken": ["attention", "broken_title", "broken_body", "broken_back", ""],
            "idle": ["attention", "idle_title", "idle_body", "idle_stay", sheet.patient.help.locked ? "" : "stop"],
            "privacy": ["hide", "privacy_title", "privacy_body", "privacy_alone", "privacy_together"],
            "thanks": ["check", "thanks_title", sheet.patient.summary ? "thanks_next_kept" : "thanks_next", "thanks_done", sheet.patient.oneMore ? "thanks_another" : ""]
        })
    readonly property var keys: sheet.kinds[sheet.kind] ?? ["", "", "", "", ""]

    icon: sheet.keys[0]
    title: sheet.words[sheet.keys[1]] ?? ""
    body: sheet.kind === "idle" ? sheet.patient.speaking.count("idle_body", sheet.patient.idle.secondsLeft, "seconds") : sheet.words[sheet.keys[2]] ?? ""
    more: sheet.kind === "thanks" ? sheet.words["thanks_clear"] : ""
    moreLabel: sheet.words["more_question"]
    primary: sheet.words[sheet.keys[3]] ?? ""
    secondary: sheet.words[sheet.keys[4]] ?? ""
    tertiary: sheet.kind === "thanks" && sheet.patient.summary ? sheet.words["thanks_summary"] : ""
    onPrimaryClicked: sheet.goOn()
    onSecondaryClicked: (sheet.others[sheet.kind] ?? (() => sheet.patient.leave(true)))()
    onTertiaryClicked: sheet.patient.lookAgain()
    extra: sheet.kind === "thanks" && sheet.patient.choosing.offered ? sheet.words["ballot_offer"] : ""
    onExtraClicked: sheet.patient.askWording()

    readonly property var others: ({
            idle: () => sheet.askToStop(),
            privacy: () => sheet.patient.goOn(),
            thanks: () => sheet.patient.another()
        })
    readonly property var acts: ({
            idle: () => sheet.patient.idle.stay(),
            privacy: () => sheet.patient.answerAlone(),
            thanks: () => sheet.patient.leave(false),
            broken: () => sheet.patient.leave(false)
        })

    function askToStop() {
        sheet.patient.idle.stay();
        sheet.patient.openSheet("leave");
    }

    function goOn() {
        (sheet.acts[sheet.kind] ?? (() => sheet.patient.closeSheet()))();
    }
}
