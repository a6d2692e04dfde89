import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Touches are counted, unless one would rather not. On a small upright panel it is in the bar below,
// whose places nobody needs before the visit is begun: what one agrees to keeps its room.
QuietTick {
    id: tick

    required property PatientScreen patient
    readonly property var words: tick.patient.speaking.words
    readonly property bool wanted: tick.patient.page === "start" && tick.patient.counting.offered && tick.patient.whoMay.length > 0
    readonly property bool below: tick.wanted && Theme.compact && !tick.patient.begun

    label: tick.words["start_count"]
    chosen: tick.patient.counting.on
    onClicked: tick.patient.counting.turn(!tick.chosen)
}
