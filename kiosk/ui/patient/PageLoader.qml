import QtQuick
import Kiosk

// A page by the name of its file, read when it is first shown: no start waits for a page that is not
// on the screen. `page` has its `file`, and `more` properties it is made with besides the screen.
Loader {
    id: loader

    required property PatientScreen patient
    property var page: ({})
    readonly property string asked: JSON.stringify(loader.page)

    signal writing(string field, string first)

    function load() {
        const file = loader.page.file ?? "";
        loader.setSource(file ? Qt.resolvedUrl(file + ".qml") : "", Object.assign({patient: loader.patient}, loader.page.more));
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
