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
    readonly property real widest: Math.max(Theme.mm(30), ...buttons.languages.map(one => buttons.roomOf(one.name) + (one.icon ? Theme.icon + Theme.gap / 2 : 0)))
    readonly property int columns: Math.max(1, Math.min(buttons.most, buttons.languages.length, Math.floor((buttons.width + Theme.gap) / (buttons.widest + Theme.gap))))

    signal picked(string code)

    model: Array.from({length: Math.ceil(buttons.languages.length / buttons.columns)}, (_, line) => line * buttons.columns)
    moreSign: "language" // known to who reads none of the words
    moreLabel: buttons.fitting("language_more")
    againLabel: buttons.fitting("more_again")

    function widthOf(text: string, size: real): real {
        return metrics.advanceWidth(text) * size / metrics.font.pixelSize + 2.2 * Theme.gap;
    }

    // A long name of several words may take two lines.
    function roomOf(name: string): real {
        const [all, ...parts] = [name, ...name.split(" ")].map(text => buttons.widthOf(text, buttons.textSize));
        return parts.length < 3 ? all : Math.max(all * 0.6, ...parts);
    }

    // Two words would stand below one another in a button that is one line high.
    function fitting(key: string): string {
        const text = buttons.words[key] ?? "";
        return buttons.widthOf(text, Theme.strip) + Theme.icon + Theme.gap <= buttons.width ? text : buttons.words["language"] ?? "";
    }

    // No name is broken in the middle of a word: then there are fewer columns. Measured at one
    // size and scaled, since a measure does not follow the size of the text by itself.
    FontMetrics {
        id: metrics

        font.pixelSize: 100
    }

    delegate: Row {
        id: line

        readonly property int start: (parent as PagedRow).modelData
        readonly property real tallest: Math.max(...Array.from({length: cells.count}, (_, i) => cells.itemAt(i)?.implicitHeight ?? 0))

        spacing: Theme.gap

        Repeater {
            id: cells

            model: buttons.languages.slice(line.start, line.start + buttons.columns)

            BigButton {
                required property var modelData
                readonly property string spokenIn: modelData.code
                readonly property bool spoken: buttons.chosen === modelData.code

                width: (buttons.width - (buttons.columns - 1) * Theme.gap) / buttons.columns
                height: Math.max(implicitHeight, line.tallest)
                label: modelData.name
                sign: modelData.icon ?? ""
                textSize: buttons.textSize
                ground: spoken ? Theme.pineSoft : Theme.card
                edge: spoken ? Theme.pine : Theme.line
                edgeWidth: Theme.outline * (spoken ? 2 : 1)
                onClicked: buttons.picked(modelData.code)
            }
        }
    }
}
