pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui.reception.controls

// Who is waiting, at the screen, paused or done; nothing of the answers.
DeskFrame {
    id: view

    required property K.TodayPage page
    required property var words

    title: view.words["desk_today"] ?? ""
    problem: view.page.problem

    DeskTable {
        anchors.fill: parent
        focus: true
        table: view.page.table
        words: view.words
        name: view.title
        empty: DeskEmpty {
            title: view.words["today_empty_title"] ?? ""
            body: view.words["today_empty_body"] ?? ""
        }
    }
}
