pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui
import kiosk.ui.controls

// A calm page that says one thing and offers a way on, and up to three others.
Rectangle {
    id: page

    property string icon: ""
    property string title: ""
    property string body: ""
    property string more: ""
    property string kept: "" // to be written down
    property string primary: ""
    property string secondary: ""
    property string tertiary: ""
    property string extra: ""
    property string moreLabel: ""
    property bool grave: false
    readonly property real column: Math.min(page.width - 2 * Theme.margin, Theme.shortSide * 1.15)

    signal primaryClicked
    signal secondaryClicked
    signal tertiaryClicked
    signal extraClicked

    color: Theme.paper

    Rectangle {
        id: disc

        x: says.x + (LayoutMirroring.enabled ? says.width - width : 0)
        y: Math.max(Theme.margin, (page.height - says.natural - card.room - buttons.height - disc.height) * 0.34)
        width: Theme.icon * 2.6
        height: visible ? width : 0
        radius: width / 2
        color: Theme.pineSoft
        visible: page.icon !== "" && !others.beside && (Theme.roomy || page.kept === "")

        Icon {
            anchors.centerIn: parent
            side: Theme.icon * 1.4
            name: page.icon
        }
    }

    QuestionText {
        id: says

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: disc.bottom
        anchors.topMargin: Theme.gap * 1.4
        width: page.column
        height: Math.min(natural, buttons.y - y - card.room - Theme.gap)
        size: Theme.heading * 1.15
        softInk: Theme.ink
        text: page.title
        hint: page.body + (page.more ? "\n\n" + page.more : "")
        moreLabel: page.moreLabel
    }

    KeptWords {
        id: card

        readonly property real room: card.visible ? card.height + Theme.gap : 0

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.gap * (says.height < says.natural ? 1 : 2)
        width: page.column
        visible: page.kept !== ""
        kept: page.kept
    }

    Column {
        id: buttons

        anchors.horizontalCenter: parent.horizontalCenter
        width: page.column
        y: Math.min(page.height - height - Theme.margin, says.y + says.natural + card.room + Theme.gap * 2)
        spacing: Theme.gap

        BigButton {
            width: parent.width
            primary: true
            visible: page.primary !== ""
            grave: page.grave
            label: page.primary
            onClicked: page.primaryClicked()
        }

        // Beside one another where a panel is low, so that what is said has room.
        Flow {
            id: others

            readonly property int count: [page.secondary, page.tertiary, page.extra].filter(Boolean).length
            readonly property bool beside: !Theme.roomy && others.count > 1
            readonly property real part: others.beside ? (others.width - (others.count - 1) * Theme.gap) / others.count : others.width
            readonly property real high: others.beside ? Math.max(second.implicitHeight, third.implicitHeight, fourth.implicitHeight) : 0

            width: parent.width
            spacing: Theme.gap
            visible: others.count > 0

            component Other: BigButton {
                width: others.part
                height: Math.max(implicitHeight, others.high)
                visible: label !== ""
            }

            Other {
                id: second

                label: page.secondary
                onClicked: page.secondaryClicked()
            }

            Other {
                id: third

                label: page.tertiary
                onClicked: page.tertiaryClicked()
            }

            Other {
                id: fourth

                label: page.extra
                onClicked: page.extraClicked()
            }
        }
    }
}
