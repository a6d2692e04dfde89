pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// Languages to choose from, each in its own script; paged where there are many.
Paged {
    id: buttons

    property var words: ({})
    // Each with its `code` and its `name`.
    property var languages: []
    property string chosen: ""
    property int most: 3
    property int textSize: Theme.body
    readonly property real widest: Math.max(Theme.mm(30), ...buttons.languages.map(one => metrics.advanceWidth(one.name) * buttons.textSize / metrics.font.pixelSize + 3 * Theme.gap))
    readonly property int columns: Math.max(1, Math.min(buttons.most, buttons.languages.length, Math.floor((buttons.width + Theme.gap) / (buttons.widest + Theme.gap))))

    signal picked(string code)

    model: Array.from({length: Math.ceil(buttons.languages.length / buttons.columns)}, (_, line) => line * buttons.columns)
    moreLabel: buttons.words["language_more"] ?? ""
    againLabel: buttons.words["more_again"] ?? ""

    // No name is broken in the middle of a word: then there are fewer columns. Measured at one
    // size and scaled, since a measure does not follow the size of the text by itself.
    FontMetrics {
        id: metrics

        font.pixelSize: 100
    }

    delegate: Row {
        readonly property int start: (parent as PagedRow).modelData

        spacing: Theme.gap

        Repeater {
            model: buttons.languages.slice(parent.start, parent.start + buttons.columns)

            BigButton {
                required property var modelData
                readonly property bool spoken: buttons.chosen === modelData.code

                width: (buttons.width - (buttons.columns - 1) * Theme.gap) / buttons.columns
                label: modelData.name
                textSize: buttons.textSize
                ground: spoken ? Theme.pineSoft : Theme.card
                edge: spoken ? Theme.pine : Theme.line
                edgeWidth: Theme.outline * (spoken ? 2 : 1)
                onClicked: buttons.picked(modelData.code)
            }
        }
    }
}
