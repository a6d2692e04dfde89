pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// One question that people stumble over: how sure that is, what they say, whose it is to change.
Column {
    id: view

    required property var card
    required property K.WeekTab page
    required property var words

    spacing: Math.round(Desk.gap * 0.75)
    Accessible.role: Accessible.Grouping
    Accessible.name: view.card.question

    component Line: DeskText {
        width: view.width
    }

    Line {
        text: view.card.form
        color: Theme.muted
        font.pixelSize: Desk.small
    }

    Line {
        text: view.card.question
        font.pixelSize: Math.round(Desk.text * 1.25)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Repeater {
        model: view.card.lines

        Line {
            required property string modelData

            text: modelData
        }
    }

    Line {
        visible: text !== ""
        text: view.card.overdue
        color: Theme.error
        font.weight: Font.DemiBold
    }

    Repeater {
        model: view.card.reasons

        Flow {
            id: reason

            required property var modelData

            width: view.width
            spacing: Desk.gap

            DeskText {
                width: Math.min(implicitWidth, reason.width)
                height: Math.max(implicitHeight, read.visible ? read.height : 0)
                verticalAlignment: Text.AlignVCenter
                text: `•  ${reason.modelData.line}`
            }

            DeskButton {
                id: read

                visible: label !== ""
                quiet: true
                label: reason.modelData.read
                onClicked: view.page.reading.ask(reason.modelData.id)
            }
        }
    }

    Line {
        text: view.card.whose.join(" ")
        color: Theme.muted
    }

    Flow {
        width: view.width
        spacing: Desk.gap

        DeskButton {
            visible: view.card.canChange
            primary: true
            label: view.words["week_change"] ?? ""
            onClicked: view.page.changeQuestion(view.card.key)
        }

        DeskButton {
            visible: view.card.canAnswer
            label: view.words["week_answer"] ?? ""
            onClicked: view.page.answerQuestion(view.card.key)
        }

        DeskButton {
            visible: view.card.canWait
            label: view.words["week_not_now"] ?? ""
            onClicked: view.page.notNow(view.card.key)
        }
    }

    Item {
        width: view.width
        height: Desk.gap

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: 1
            color: Theme.hair
        }
    }
}
