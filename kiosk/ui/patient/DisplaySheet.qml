pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// How large, in which colours and how high the screen is drawn. Each touch acts at once.
Rectangle {
    id: page

    required property PatientScreen patient
    readonly property Display display: page.patient.display
    readonly property var words: page.patient.speaking.words
    readonly property bool tall: (page.Window.window?.height ?? 0) > 400 * Theme.pxPerMm

    readonly property var sizes: ({
            setting: "text", title: page.words["display_text"], columns: 3, chosen: page.display.textStep,
            looks: [Theme.base, Theme.large, Theme.large * 1.5].map((size, step) => ({
                        value: step, size: size, sample: page.words["display_sample"],
                        label: page.words["display_text_" + step]
                    }))
        })
    readonly property var colours: ({
            setting: "theme", title: page.words["display_colours"], columns: 2, chosen: page.display.theme,
            looks: ["light", "dark", "contrast", "contrast-dark"].map(theme => ({
                        value: theme, theme: theme, label: page.words["display_" + theme]
                    }))
        })
    readonly property var heights: ({
            setting: "lowered", title: page.words["display_height"], columns: 2, chosen: page.display.lowered,
            looks: [{value: false, label: page.words["display_up"]}, {value: true, label: page.words["display_down"]}]
        })

    readonly property var scans: ({
            setting: "scan", title: page.words["scan_title"], columns: 3, chosen: page.display.scanS,
            looks: [1, 1.5, 2, 3, 4, 5].map(seconds => ({value: seconds, label: page.secondsOf(seconds)}))
        })

    function secondsOf(seconds: real): string {
        return Said.say(page.words, "scan_seconds", {seconds: Said.figures(page.words, seconds).replace(".", page.words["decimal_sign"])});
    }

    function pick(setting: string, value: var) {
        ({"text": page.display.setText, "theme": page.display.setTheme, "lowered": page.display.lower, "scan": page.display.setScan})[setting](value);
    }

    color: Theme.paper

    PageFrame {
        id: frame

        // Who came for the display alone has all of it in view, whatever else stands here.
        readonly property real others: Theme.column ? frame.wanted : Theme.row
        readonly property bool spare: frame.spoken + frame.others + Theme.target + 3 * Theme.gap <= (Theme.column ? frame.room : frame.height)

        anchors.fill: parent
        anchors.margins: Theme.margin
        share: 0.36
        reserved: !page.patient.begun && frame.spare
        primary: page.words["display_done"]
        secondary: page.display.isNormal ? "" : page.words["display_normal"]
        onPrimaryClicked: page.patient.closeSheet()
        onSecondaryClicked: page.display.normal()

        lead: QuestionText {
            text: page.words["display_title"]
            hint: page.patient.begun ? page.words["display_body"] : ""
            moreLabel: page.words["more_question"]
        }

        quiet: BigButton {
            later: 3
            label: page.words["receipt_open"]
            textSize: Theme.strip
            onClicked: page.patient.openSheet("receipt")
        }

        body: Paged {
            model: [page.sizes, page.colours, ...(page.tall ? [page.heights] : []), ...(page.display.switched ? [page.scans] : [])]
            spacing: Theme.gap * 1.5
            moreLabel: page.words["more"]
            againLabel: page.words["more_again"]
            delegate: LookGroup {
                setting: (parent as PagedRow).modelData
                onPicked: (setting, value) => page.pick(setting, value)
            }
        }
    }
}
