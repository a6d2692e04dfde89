import QtQuick
import Kiosk

// A page by the name of its file, read when it is first shown: no start waits for a page that is not
// on the screen. `more` are properties it is made with besides the screen.
Loader {
    id: loader

    required property PatientScreen patient
    property string page: ""
    property var more: ({})
    readonly property string asked: loader.page + JSON.stringify(loader.more)

    signal writing(string field, string first)

    function load() {
        loader.setSource(loader.page ? Qt.resolvedUrl(loader.page + ".qml") : "", Object.assign({patient: loader.patient}, loader.more));
    }

    onAskedChanged: loader.load()
    Component.onCompleted: loader.load()

    Connections {
        target: loader.item
        ignoreUnknownSignals: true

        function onWriting(field: string, first: string) {
            loader.writing(field, first);
        }
    }
}
