pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// The three questions that people stumble over most, and what can be done about each.
FocusScope {
    id: view

    required property K.WeekTab page
    required property var words

    DeskEmpty {
        width: parent.width
        title: view.words["week_empty_title"] ?? ""
        body: view.words["week_empty_body"] ?? ""
    }
}
