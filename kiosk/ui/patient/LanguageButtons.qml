pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Every language on offer, each in its own script; paged where there are many.
Paged {
    id: buttons

    required property PatientScreen patient
    readonly property var words: buttons.patient.speaking.words
    readonly property var languages: buttons.patient.speaking.languages
    readonly property real widest: Math.max(Theme.mm(30), ...buttons.languages.map(one => buttons.widthOf(one.name, Theme.body)))
    readonly property int columns: Math.max(1, Math.min(3, buttons.languages.length, Math.floor((buttons.width + Theme.gap) / (buttons.widest + Theme.gap))))

    model: Array.from({length: Math.ceil(buttons.languages.length / buttons.columns)}, (_, line) => line * buttons.columns)
    moreSign: "language" // known to who reads none of the words
    moreLabel: buttons.fitting("language_more")
    againLabel: buttons.fitting("more_again")

    function widthOf(text: string, size: real): real {
        return metrics.advanceWidth(text) * size / metrics.font.pixelSize + 2.2 * Theme.gap;
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
        readonly property int start: (parent as PagedRow).modelData

        spacing: Theme.gap

        Repeater {
            model: buttons.languages.slice(parent.start, parent.start + buttons.columns)

            BigButton {
                required property var modelData
                readonly property bool spoken: buttons.patient.speaking.code === modelData.code

                width: (buttons.width - (buttons.columns - 1) * Theme.gap) / buttons.columns
                label: modelData.name
                textSize: Theme.body
                ground: spoken ? Theme.pineSoft : Theme.card
                edge: spoken ? Theme.pine : Theme.line
                edgeWidth: Theme.outline * (spoken ? 2 : 1)
                onClicked: buttons.patient.speak(modelData.code)
            }
        }
    }
}
