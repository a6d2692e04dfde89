import QtQuick
import kiosk.ui

// A number as it is written: large figures, its unit beside or below them. It takes digits from a
// keyboard that is plugged in; those of a pad come by `type` and `erase`.
Touchable {
    id: field

    property string number: ""
    property string unit: ""
    property string empty: ""
    property bool wrong: false
    property bool stacked: false
    property bool decimal: false
    property bool minus: false
    property string figures: "0123456789"
    property string sign: "."
    readonly property string negative: "\u200e\u2212"
    readonly property bool below: field.stacked && field.unit !== "" && field.number !== ""
    readonly property real figure: Math.min(Theme.heading * (field.stacked ? 1.6 : 1.25), field.availableHeight * (field.below ? 0.5 : 0.72))

    signal edited(string text)

    // A sign stands once, and a minus only before the figures.
    function type(key: string) {
        const below = field.number.startsWith(field.negative);
        if (key === "-")
            field.edited(below ? field.number.slice(field.negative.length) : field.negative + field.number);
        else if (field.number.length < 24 && (key !== field.sign || !field.number.includes(key)))
            field.edited(field.number + key);
    }

    function erase() {
        const rest = field.number.slice(0, -1);
        field.edited(rest === "\u200e" ? "" : rest);
    }

    // What a key of a plugged-in keyboard stands for here; "" for nothing.
    function meant(text: string): string {
        if (/^[.,\u066b]$/.test(text))
            return field.decimal ? field.sign : "";
        const written = field.figures.includes(text) || (text === "-" && field.minus);
        return /^[0-9]$/.test(text) ? field.figures.charAt(Number(text)) : (written ? text : "");
    }

    implicitHeight: Math.max(Theme.row, Theme.target)
    padding: Theme.outline * 2
    horizontalPadding: Theme.gap * 1.2
    ground: Theme.card
    groundPressed: Theme.card
    edge: field.wrong ? Theme.error : (field.number ? Theme.pine : Theme.line)
    edgeWidth: Theme.outline * (field.wrong || field.number ? 2 : 1)
    Accessible.role: Accessible.EditableText
    Accessible.description: ((field.number || field.empty) + " " + field.unit).trim()
    Keys.onPressed: event => {
        const key = event.text ? field.meant(event.text) : "";
        const back = event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete;
        event.accepted = back || key !== "";
        if (event.accepted)
            back ? field.erase() : field.type(key);
    }

    contentItem: Item {
        PlainText {
            id: shown

            readonly property real room: parent.width - (field.stacked ? 0 : caret.width * 3 + (beside.visible ? beside.width + Theme.gap : 0))

            visible: field.number !== ""
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: field.below ? -beside.height / 2 : 0
            x: field.stacked ? (parent.width - width) / 2 : (field.mirrored ? parent.width - width - caret.width * 2.5 : 0)
            width: Math.min(implicitWidth, shown.room)
            text: field.number
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.mm(4)
            font.pixelSize: field.figure
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }

        // Where the next figure comes: to the right of the last one, in every language.
        Rectangle {
            id: caret

            visible: !field.stacked
            x: field.mirrored ? parent.width - width : (shown.visible ? shown.width + width * 1.5 : 0)
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.outline
            height: parent.height * 0.6
            color: Theme.pine
        }

        PlainText {
            id: beside

            visible: field.stacked ? field.below : field.unit !== ""
            anchors.right: field.stacked ? undefined : parent.right
            anchors.horizontalCenter: field.stacked ? parent.horizontalCenter : undefined
            y: field.stacked ? shown.y + shown.height : (parent.height - height) / 2
            width: Math.min(implicitWidth, parent.width * (field.stacked ? 1 : 0.42))
            height: Math.min(implicitHeight, parent.height * (field.stacked ? 0.42 : 1))
            text: field.unit
            wrapMode: Text.WordWrap
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.mm(3.2)
            lineHeight: 0.9
            color: Theme.muted
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }

        PlainText {
            visible: field.number === ""
            anchors.left: parent.left
            anchors.right: beside.visible ? beside.left : parent.right
            anchors.leftMargin: caret.visible ? Theme.gap * 0.7 + caret.width : 0
            anchors.rightMargin: beside.visible ? Theme.gap : 0
            anchors.verticalCenter: parent.verticalCenter
            height: Math.min(implicitHeight, parent.height)
            horizontalAlignment: field.stacked ? Text.AlignHCenter : Text.AlignLeft
            verticalAlignment: Text.AlignVCenter
            text: field.empty
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.mm(3.2)
            font.pixelSize: Theme.small
            color: Theme.muted
            lineHeight: 0.9
            Accessible.ignored: true
        }
    }
}
