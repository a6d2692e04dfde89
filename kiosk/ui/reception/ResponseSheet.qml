pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.reception.controls

// A response from its notices to its history; what matters to the patient stands before its answers.
Column {
    id: sheet

    required property var told
    required property var words

    component Title: DeskText {
        width: parent?.width ?? 0
        topPadding: Desk.gap
        font.pixelSize: Math.round(Desk.text * 1.15)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    spacing: Desk.gap

    Repeater {
        model: [...(sheet.told.notices ?? []), ...(sheet.told.lines ?? []), ...(sheet.told.unsent ?? [])]

        Rectangle {
            id: notice

            required property string modelData

            width: sheet.width
            implicitHeight: words.implicitHeight + Desk.gap
            radius: Desk.radius
            color: Theme.notice
            border.width: Desk.outline
            border.color: Theme.noticeEdge

            DeskText {
                id: words

                anchors.centerIn: parent
                width: parent.width - 2 * Desk.gap
                text: notice.modelData
            }
        }
    }

    Repeater {
        model: sheet.told.matters ?? []

        Rectangle {
            id: matters

            required property var modelData

            width: sheet.width
            implicitHeight: before.implicitHeight + 2 * Desk.gap
            radius: Desk.radius
            color: Theme.pineSoft

            ResponseAnswers {
                id: before

                anchors.centerIn: parent
                width: parent.width - 2 * Desk.gap
                title: sheet.words["response_matters"] ?? ""
                told: matters.modelData
            }
        }
    }

    Title {
        visible: (sheet.told.scores ?? []).length > 0
        text: sheet.words["response_scores"] ?? ""
    }

    Repeater {
        model: sheet.told.scores ?? []

        ResponsePair {
            required property var modelData

            width: sheet.width
            name: modelData.name
            value: modelData.value
        }
    }

    ResponseAnswers {
        width: sheet.width
        told: sheet.told
    }

    Title {
        text: sheet.words["response_about"] ?? ""
    }

    Repeater {
        model: sheet.told.facts ?? []

        ResponsePair {
            required property var modelData

            width: sheet.width
            name: modelData.name
            value: modelData.value
        }
    }

    Title {
        text: sheet.words["response_history"] ?? ""
    }

    Repeater {
        model: sheet.told.history ?? []

        DeskText {
            required property string modelData

            width: sheet.width
            text: modelData
        }
    }
}
