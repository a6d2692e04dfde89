pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// What the change comes to, what to look at, and its ends.
EditorPart {
    id: view

    readonly property var found: view.page.found
    readonly property var may: view.page.allowed
    readonly property bool changed: view.found.changed ?? false
    readonly property bool ready: view.changed && (!view.found.grave || view.may.checked)

    EditorLines {
        width: parent.width
        title: view.words["edit_becomes"] ?? ""
        lines: view.found.becomes ?? []
    }

    DeskText {
        visible: view.changed
        width: parent.width
        text: view.words["edit_differences"] ?? ""
        font.pixelSize: Math.round(Desk.text * 1.15)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: view.found.differences ?? []

        EditorDifference {
            width: parent?.width ?? 0
        }
    }

    EditorLines {
        width: parent.width
        title: view.words["edit_findings"] ?? ""
        lines: view.found.findings ?? []
    }

    EditorLines {
        width: parent.width
        title: view.words["edit_brief"] ?? ""
        lines: view.found.brief ?? []
    }

    EditorLines {
        visible: view.found.grave ?? false
        width: parent.width
        title: view.words["edit_checklist"] ?? ""
        lines: view.page.checklist
    }

    DeskTick {
        visible: view.found.grave ?? false
        width: parent.width
        label: view.words["edit_checked"] ?? ""
        checked: view.may.checked ?? false
        onClicked: view.page.approveChecklist(checked)
    }

    DeskArea {
        id: tell

        visible: view.changed
        width: parent.width
        lines: 2
        label: view.words["edit_tell"] ?? ""
        text: view.page.sentence
        onEdited: view.page.tellPeople(tell.text)
    }

    DeskText {
        visible: view.changed
        width: parent.width
        text: (view.words["edit_tell_hint"] ?? "").replace("{suggested}", () => view.found.suggested ?? "")
        color: Theme.muted
        font.pixelSize: Desk.small
    }

    DeskText {
        visible: view.may.two ?? false
        width: parent.width
        text: view.words["edit_two"] ?? ""
        font.weight: Font.DemiBold
    }

    EditorEnds {
        width: parent.width
        page: view.page
        words: view.words
        ready: view.ready
    }
}
