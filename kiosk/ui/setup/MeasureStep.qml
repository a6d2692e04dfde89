import QtQuick
import Kiosk as K

// A bank card on the glass; it has its own ways on, for the card needs all the room there is.
FocusScope {
    id: view

    required property K.MeasureStep page
    required property K.SetUp setUp
    required property var words

    MeasurePage {
        anchors.fill: parent
        focus: true
        measure: view.page.measure
        mayLeave: true
        problem: view.setUp.problem
        words: view.page.words
    }

    Connections {
        target: view.page.measure

        function onLeft() {
            view.setUp.back();
        }
    }
}
