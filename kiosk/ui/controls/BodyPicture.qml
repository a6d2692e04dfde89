pragma ComponentBehavior: Bound

import QtQuick
import kiosk.ui

// One side of a body: its regions drawn, and touched where they stand. Never mirrored: left is left.
Item {
    id: picture

    property var regions: []
    property var whole: [0, 0, 100, 200]
    property var parts: []
    property int part: 0
    property bool many: false
    property var chosen: []
    property string atStart: ""
    property string atEnd: ""
    property var placeOf: number => ""
    property int current: 0
    readonly property bool inParts: !picture.touchable(picture.whole)
    readonly property bool large: picture.parts.length > 0 && picture.parts.every(part => !picture.inParts || picture.touchable(part))
    readonly property var view: picture.inParts ? (picture.parts[picture.part] ?? picture.whole) : picture.whole
    readonly property real unit: picture.scaleOf(picture.view)
    readonly property real start: (picture.width - picture.view[2] * picture.unit) / 2
    readonly property var targets: picture.regions.filter(region => region.number >= 0 && (!picture.inParts || region.part === picture.part))

    signal touched(var region)

    function scaleOf(view: var): real {
        return Math.max(0.01, Math.min(picture.width / view[2], picture.height / view[3]));
    }

    // No region is smaller than 21 units, and the targets stand 3 mm apart.
    function touchable(view: var): bool {
        return picture.scaleOf(view) * 21 >= Theme.mm(20) + Theme.mm(3);
    }

    // Whether it is the first region of that answer.
    function leads(index: int, number: int): bool {
        return picture.targets.findIndex(region => region.number === number) === index;
    }

    // To the next answer, or the one before.
    function move(from: int, by: int) {
        const count = picture.targets.length;
        let to = from;
        do to = (to + by + count) % count; while (!picture.leads(to, picture.targets[to].number) && to !== from);
        areas.itemAt(to)?.forceActiveFocus(Qt.TabFocusReason);
    }

    // Those that are chosen last, so that their outline lies on top.
    function inOrder(): var {
        return [...picture.regions.filter(region => !picture.isChosen(region)), ...picture.regions.filter(picture.isChosen)];
    }

    function isChosen(region: var): bool {
        return region.number >= 0 && picture.chosen.includes(region.number);
    }

    function draw(pen: var, region: var) {
        pen.path = region.path;
        pen.fillStyle = picture.isChosen(region) ? Theme.pineSoft : (region.number < 0 ? Theme.rail : Theme.card);
        pen.strokeStyle = picture.isChosen(region) ? Theme.pine : Theme.line;
        pen.lineWidth = Theme.outline * (picture.isChosen(region) ? 2.5 : 1) / picture.unit;
        ["fill", "stroke"].forEach(how => pen[how]());
    }

    onTargetsChanged: picture.current = 0
    onChosenChanged: drawing.requestPaint()
    onRegionsChanged: drawing.requestPaint()
    onViewChanged: drawing.requestPaint()
    onUnitChanged: drawing.requestPaint()

    Connections {
        target: Theme

        function onTokensChanged() {
            drawing.requestPaint();
        }
    }

    Canvas {
        id: drawing

        x: picture.start
        width: picture.view[2] * picture.unit
        height: picture.view[3] * picture.unit
        onPaint: {
            const pen = drawing.getContext("2d");
            pen.reset();
            pen.scale(picture.unit, picture.unit);
            pen.translate(-picture.view[0], -picture.view[1]);
            picture.inOrder().forEach(region => picture.draw(pen, region));
        }
    }

    PlainText {
        readonly property bool unsaid: true

        x: 0
        text: picture.atStart
        horizontalAlignment: Text.AlignLeft
        LayoutMirroring.enabled: false
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    PlainText {
        readonly property bool unsaid: true

        x: picture.width - width
        text: picture.atEnd
        horizontalAlignment: Text.AlignRight
        LayoutMirroring.enabled: false
        font.pixelSize: Theme.label
        color: Theme.muted
    }

    Repeater {
        id: areas

        model: picture.targets

        BodyRegion {
            required property int index
            required property var modelData
            readonly property real inset: Theme.mm(1.5)

            x: picture.start + (modelData.touch[0] - picture.view[0]) * picture.unit + inset
            y: (modelData.touch[1] - picture.view[1]) * picture.unit + inset
            width: modelData.touch[2] * picture.unit - 2 * inset
            height: modelData.touch[3] * picture.unit - 2 * inset
            mark: Qt.point((modelData.mark[0] - modelData.touch[0]) * picture.unit - inset, (modelData.mark[1] - modelData.touch[1]) * picture.unit - inset)
            label: modelData.label
            unsaid: !picture.leads(index, modelData.number)
            place: picture.placeOf(modelData.number)
            many: picture.many
            chosen: picture.isChosen(modelData)
            focusPolicy: activeFocus || picture.current === index ? Qt.StrongFocus : Qt.ClickFocus
            onClicked: picture.touched(modelData)
            onActiveFocusChanged: if (activeFocus) picture.current = index
            Keys.onDownPressed: picture.move(index, 1)
            Keys.onRightPressed: picture.move(index, 1)
            Keys.onUpPressed: picture.move(index, -1)
            Keys.onLeftPressed: picture.move(index, -1)
        }
    }
}
