import QtQuick
import Kiosk

// The calm pages that lie over the journey and hide it.
Message {
    id: sheet

    required property PatientScreen patient
    property string kind: ""
    readonly property var words: sheet.patient.speaking.words
    readonly property var kinds: ({
            "help": ["help", "help_title", "help_body", "help_back", ""],
            "hidden": ["hide", "hidden_title", "hidden_body", "hidden_back", ""],
            "stop": ["stop", "stop_title", "stop_body", "stop_no", "stop_yes"],
            "deleting": ["stop", "deleting_title", "deleting_body", "", ""],
            "undeleted": ["attention", "undeleted_title", "undeleted_body", "broken_back", ""],
            "resuming": ["show", "resuming_title", "resuming_body", "", ""],
            "trouble": ["attention", "trouble_title", "trouble_body", "trouble_retry", ""],
            "broken": ["attention", "broken_title", "broken_body", "broken_back", ""],
            "idle": ["attention", "idle_title", "idle_body", "idle_stay", "stop"],
            "thanks": ["check", "thanks_title", "thanks_next", "thanks_done", ""]
        })
    readonly property var keys: sheet.kinds[sheet.kind] ?? ["", "", "", "", ""]

    icon: sheet.keys[0]
    title: sheet.words[sheet.keys[1]] ?? ""
    body: (sheet.words[sheet.keys[2]] ?? "").replace("{seconds}", sheet.patient.idle.secondsLeft)
    more: sheet.kind === "thanks" ? sheet.words["thanks_clear"] : ""
    primary: sheet.words[sheet.keys[3]] ?? ""
    secondary: sheet.words[sheet.keys[4]] ?? ""
    onPrimaryClicked: sheet.goOn()
    onSecondaryClicked: {
        if (sheet.kind !== "idle")
            return sheet.patient.leave(true);
        sheet.patient.idle.stay();
        sheet.patient.openSheet("stop");
    }

    function goOn() {
        if (sheet.kind === "idle")
            return sheet.patient.idle.stay();
        if (sheet.kind === "thanks" || sheet.kind === "broken")
            return sheet.patient.leave(false);
        sheet.patient.closeSheet();
    }
}
