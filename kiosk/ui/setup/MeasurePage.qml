pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui
import kiosk.ui.controls

// Staff lay a bank card on the glass and make the outline as large as the card. The corner at the
// start stays where it is, so that the card can stay there too.
Rectangle {
    id: page

    required property Measure measure
    required property var words
    property bool mayLeave: true
    property string problem: ""
    readonly property real half: Theme.portrait ? page.width - 2 * Theme.margin : (page.width - 3 * Theme.margin) / 2
    readonly property bool mayGrow: page.measure.cardWidth + 1 <= place.width && page.measure.cardHeight + 1 <= place.height

    color: Theme.paper

    component Tool: BigButton {
        width: (page.half - Theme.gap) / 2
        implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
        textSize: Theme.label
    }

    QuestionText {
        id: says

        x: Theme.margin
        y: Theme.margin
        width: Theme.portrait ? page.half : page.width - 2 * Theme.margin
        height: Math.min(natural, page.height * (Theme.roomy ? 0.3 : 0.38))
        text: page.words["measure_title"]
        hint: page.words["measure_body"]
        problem: page.problem
        errorPrefix: page.words["error"] ?? ""
        problemTitle: page.words["problem_title"] ?? ""
        moreLabel: page.words["more_question"]
    }

    Item {
        id: place

        x: Theme.margin
        y: says.y + says.height + Theme.gap
        width: page.half
        height: check.y - y - Theme.gap

        CardOutline {
            width: page.measure.cardWidth
            height: page.measure.cardHeight
            label: page.words["measure_card"]
        }
    }

    Item {
        id: check

        x: Theme.margin
        y: (Theme.portrait ? tools.y - Theme.gap : page.height - Theme.margin) - height
        width: page.half
        height: Math.max(square.height, thumb.implicitHeight)

        Rectangle {
            id: square

            anchors.left: parent.left
            width: page.measure.thumb
            height: width
            color: Theme.pineSoft
            border.width: Theme.outline
            border.color: Theme.pine
        }

        PlainText {
            id: thumb

            anchors.left: square.right
            anchors.right: parent.right
            anchors.leftMargin: Theme.gap
            anchors.verticalCenter: square.verticalCenter
            text: page.words["measure_thumb"]
            font.pixelSize: Theme.label
            lineHeight: 0.9
        }
    }

    Grid {
        id: tools

        x: Theme.portrait ? Theme.margin : place.x + place.width + Theme.margin
        y: page.height - height - Theme.margin
        columns: 2
        spacing: Theme.gap

        Repeater {
            model: [
                {key: "measure_smaller", sign: "minus", by: -1},
                {key: "measure_larger", sign: "plus", by: 1},
                {key: "measure_much_smaller", sign: "minus", by: -10},
                {key: "measure_much_larger", sign: "plus", by: 10}
            ]

            Tool {
                required property var modelData

                sign: modelData.sign
                label: page.words[modelData.key]
                enabled: modelData.by < 0 || page.mayGrow
                onClicked: page.measure.change(modelData.by)
            }
        }

        Tool {
            visible: page.mayLeave
            label: page.words["back"]
            onClicked: page.measure.leave()
        }

        // The place of what is missing, so that the last button stays at its own.
        Item {
            visible: !page.mayLeave
            width: (page.half - Theme.gap) / 2
            height: Theme.target
        }

        Tool {
            primary: true
            label: page.words["measure_fits"]
            onClicked: page.measure.fit()
        }
    }
}
