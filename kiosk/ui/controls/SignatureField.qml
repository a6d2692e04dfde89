import QtQuick
import kiosk.ui

// Where one signs with a finger. Strokes are lists of x, y, x, y … as parts of the field's width.
Rectangle {
    id: field

    property var strokes: []
    property var stroke: []
    property string label: ""
    property string stateInWords: ""

    signal drawn(var strokes)

    function add(x: real, y: real) {
        field.stroke = [...field.stroke, x / field.width, Math.max(0, Math.min(y, field.height)) / field.width];
        canvas.requestPaint();
    }

    function end() {
        const strokes = [...field.strokes, field.stroke];
        field.stroke = [];
        field.drawn(strokes);
    }

    color: "#ffffff"
    radius: Theme.radius
    border.width: Theme.outline * (field.strokes.length ? 2 : 1)
    border.color: field.strokes.length ? Theme.pine : Theme.line
    onStrokesChanged: canvas.requestPaint()
    Accessible.role: Accessible.Graphic
    Accessible.name: field.label
    Accessible.description: field.stateInWords

    Canvas {
        id: canvas

        function line(context: var, stroke: var) {
            context.beginPath();
            context.moveTo(stroke[0] * width, stroke[1] * width);
            for (let i = 0; i < stroke.length; i += 2)
                context.lineTo(stroke[i] * width + (stroke.length === 2 ? 0.5 : 0), stroke[i + 1] * width);
            context.stroke();
        }

        anchors.fill: parent
        renderTarget: Canvas.Image
        onWidthChanged: requestPaint()
        onPaint: {
            const context = getContext("2d");
            context.clearRect(0, 0, width, height);
            context.lineWidth = Math.max(3, width / 150);
            context.lineCap = context.lineJoin = "round";
            context.strokeStyle = "#17262e";
            [...field.strokes, field.stroke].filter(stroke => stroke.length > 1).forEach(stroke => line(context, stroke));
        }
    }

    MouseArea {
        // Strokes follow each other at once and at the same place: none of them is a repeat.
        readonly property bool drawnIn: true

        anchors.fill: parent
        preventStealing: true
        onPressed: mouse => field.add(mouse.x, mouse.y)
        onPositionChanged: mouse => field.add(mouse.x, mouse.y)
        onReleased: field.end()
        onCanceled: field.end()
    }
}
