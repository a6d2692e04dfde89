pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Who is to be seen now, and who goes; nothing of an answer.
DeskFrame {
    id: view

    required property K.AlertsPage page
    required property var words
    readonly property var one: view.page.detail

    title: view.words["desk_alerts"] ?? ""
    line: view.page.path
    problem: view.page.problem || view.page.trouble

    actions: DeskButton {
        visible: view.page.canDrill
        label: view.words["alerts_drill"] ?? ""
        onClicked: view.page.drill()
    }

    GridLayout {
        anchors.fill: parent
        columns: view.width > Desk.narrow ? 2 : 1
        columnSpacing: Desk.margin
        rowSpacing: Desk.gap

        DeskTable {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 3 * Desk.row
            Layout.preferredWidth: 3
            Layout.preferredHeight: 2
            focus: true
            table: view.page.table
            words: view.words
            name: view.title
            empty: DeskEmpty {
                title: view.words["alerts_empty_title"] ?? ""
                body: view.words["alerts_empty_body"] ?? ""
            }
        }

        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 2
            Layout.preferredHeight: 3
            visible: view.one.title !== undefined
            color: Theme.card
            radius: Desk.radius
            border.width: Desk.outline
            border.color: view.one.open ? Theme.noticeEdge : Theme.hair

            Flickable {
                anchors.fill: parent
                anchors.margins: Desk.gap * 1.5
                contentHeight: lines.implicitHeight
                clip: true
                boundsBehavior: Flickable.StopAtBounds

                Column {
                    id: lines

                    width: parent.width
                    spacing: Desk.gap

                    DeskText {
                        width: parent.width
                        text: view.one.title ?? ""
                        font.weight: Font.DemiBold
                        font.pixelSize: Math.round(Desk.text * 1.2)
                        Accessible.role: Accessible.Heading
                    }

                    DeskButton {
                        primary: true
                        visible: view.one.open ?? false
                        label: view.words["alerts_go"] ?? ""
                        keys: "Ctrl G"
                        onClicked: view.page.go()
                    }

                    DeskText {
                        width: parent.width
                        visible: !(view.one.open ?? true)
                        text: view.one.state ?? ""
                        font.weight: Font.DemiBold
                    }

                    Repeater {
                        model: view.one.lines ?? []

                        DeskText {
                            required property string modelData

                            width: lines.width
                            text: modelData
                        }
                    }

                    DeskButton {
                        visible: view.one.hasForm ?? false
                        label: view.words[view.one.shown ? "alerts_form_hide" : "alerts_form_show"] ?? ""
                        onClicked: view.page.showForm()
                    }

                    DeskText {
                        width: parent.width
                        visible: text !== ""
                        text: view.one.form ?? ""
                    }
                }
            }
        }
    }
}
