pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls
import kiosk.ui.reception.editing

// One version that is not what everybody gets: what differs, how its trial fares, what can be done with it.
Column {
    id: view

    required property var card
    required property K.ChangesTab page
    required property var words

    spacing: Math.round(Desk.gap * 0.75)
    Accessible.role: Accessible.Grouping
    Accessible.name: `${view.card.form}. ${view.card.state}`

    component Line: DeskText {
        width: view.width
    }

    component Lines: Repeater {
        Line {
            required property string modelData

            text: modelData
        }
    }

    component Differences: Repeater {
        EditorDifference {
            width: view.width
        }
    }

    Line {
        text: view.card.state
        color: Theme.muted
        font.pixelSize: Desk.small
    }

    Line {
        text: view.card.form
        font.pixelSize: Math.round(Desk.text * 1.25)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    Line {
        visible: text !== ""
        text: view.card.word
        color: view.card.tone === "bad" ? Theme.error : view.card.tone === "good" ? Theme.pine : Theme.ink
        font.pixelSize: Math.round(Desk.text * 1.1)
        font.weight: Font.DemiBold
    }

    Lines {
        model: view.card.trial
    }

    // What is tried is judged; what waits is read first.
    Differences {
        model: view.card.tried ? [] : view.card.differences
    }

    Line {
        visible: text !== "" && !view.card.tried
        text: view.card.more
    }

    Lines {
        model: view.card.notes
    }

    ChangeActions {
        width: view.width
        card: view.card
        page: view.page
        words: view.words
    }

    Differences {
        model: view.card.tried ? view.card.differences : []
    }

    Lines {
        model: view.card.findings
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
