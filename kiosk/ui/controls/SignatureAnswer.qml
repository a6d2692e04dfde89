import QtQuick
import kiosk.ui

// A signature: drawn here, or, equal to it, one's name written or a box ticked.
AnswerControl {
    id: answer

    readonly property string way: answer.entry.way ?? ""
    readonly property var strokes: answer.way === "draw" ? (answer.entry.strokes ?? []) : []
    readonly property var wiped: answer.entry.wiped ?? []
    readonly property string typed: answer.way === "type" ? (answer.entry.typed ?? "") : ""
    readonly property string kept: answer.way === "kept" ? (answer.entry.kept?.image ?? "") : ""
    readonly property bool signed: answer.strokes.length > 0 || answer.typed !== "" || answer.kept !== ""
    readonly property string clearing: answer.signed ? (answer.words["sign_clear"] ?? "") : (answer.wiped.length ? (answer.words["sign_undo"] ?? "") : "")
    readonly property real ways: Math.max(type.implicitHeight, tick.implicitHeight)

    function wipe() {
        const back = !answer.signed;
        answer.enter({way: back ? "draw" : "", strokes: back ? answer.wiped : [], wiped: back ? [] : answer.strokes, typed: "", agreed: false});
    }

    implicitHeight: answer.ways + Theme.gap + Math.max(Theme.row * 1.6, Math.min(field.width / 3, Theme.mm(60)))

    SignatureField {
        id: field

        anchors.left: parent.left
        width: parent.width - clear.width - Theme.gap
        height: Math.max(Theme.target, Math.min(answer.height - answer.ways - Theme.gap, field.width / 2))
        strokes: answer.strokes
        label: answer.words["sign_here"] ?? ""
        stateInWords: answer.typed || (answer.signed ? (answer.words["sign_drawn"] ?? "") : "")
        onDrawn: strokes => answer.enter({way: "draw", strokes: strokes, wiped: [], typed: "", agreed: false})

        WholeWords {
            anchors.fill: parent
            anchors.margins: Theme.gap / 2
            verticalAlignment: Text.AlignVCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.readable * 0.6
            horizontalAlignment: Text.AlignHCenter
            text: answer.typed || (answer.signed || field.stroke.length ? "" : (answer.words["sign_here"] ?? ""))
            font.italic: answer.typed !== ""
            color: answer.typed ? "#17262e" : "#42545a"
            Accessible.ignored: true
        }

        Image {
            anchors.fill: parent
            anchors.margins: Theme.gap
            visible: answer.kept !== ""
            source: answer.kept
            fillMode: Image.PreserveAspectFit
            Accessible.ignored: true
        }
    }

    BigButton {
        id: clear

        anchors.right: parent.right
        anchors.verticalCenter: field.verticalCenter
        width: Math.max(Theme.target * 1.2, answer.width * 0.22)
        implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
        visible: answer.clearing !== ""
        label: answer.clearing
        onClicked: answer.wipe()
    }

    BigButton {
        id: type

        anchors.left: parent.left
        y: field.height + Theme.gap
        width: (parent.width - Theme.gap) / 2
        height: answer.ways
        implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
        label: answer.words["sign_type"] ?? ""
        onClicked: answer.writing("typed", "")
    }

    TickCard {
        id: tick

        anchors.right: parent.right
        y: field.height + Theme.gap
        width: (parent.width - Theme.gap) / 2
        height: answer.ways
        label: answer.words["sign_tick"] ?? ""
        chosen: answer.way === "tick" && answer.entry.agreed === true
        onClicked: answer.enter(chosen ? {way: "", agreed: false} : {way: "tick", agreed: true, typed: ""})
    }
}
