import QtQuick
import Kiosk as K

// What is asked before something is done to a response: why, and whose it is.
Item {
    id: view

    required property K.ResponseChanges changes
    required property var words
    property string patient: ""

    ReasonDialog {
        changes: view.changes
        words: view.words
        shown: view.changes.asking !== "" && view.changes.asking !== "move"
    }

    MoveDialog {
        changes: view.changes
        words: view.words
        patient: view.patient
        shown: view.changes.asking === "move"
    }
}
