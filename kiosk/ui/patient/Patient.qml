pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import kiosk.ui.controls

// The patient's window: the journey, with at most one sheet or the writing page over it.
Item {
    id: view

    required property PatientScreen patient
    required property KeyboardChoice keyboards
    readonly property string page: view.patient.page
    readonly property string sheet: view.patient.sheet
    readonly property string written: view.patient.speaking.code.split("-x-")[0]
    readonly property bool plain: view.sheet === "" && !view.writing
    property bool writing: false
    readonly property bool typing: view.writing && !view.choosing
    // Another keyboard than that of the screen's language: until that is changed, or the sitting ends.
    property string keyboard: ""
    property bool choosing: false
    property string field: ""
    property string first: ""
    // The warning lies over everything and takes nothing away.
    property string lastSheet: ""
    readonly property bool forRemark: view.lastSheet === "remark"

    signal staffAsked

    function write(field: string, first: string) {
        view.field = field;
        view.first = first;
        view.choosing = false;
        view.writing = true;
    }

    function wrote(text: string) {
        view.forRemark ? view.patient.remarks.write(text) : view.patient.asking.write(view.field, text);
    }

    function choose(keyboard: string) {
        view.keyboard = keyboard;
        view.choosing = false;
    }

    onPageChanged: view.writing = false
    onSheetChanged: {
        if (view.sheet === "idle" || view.sheet === view.lastSheet)
            return;
        view.writing = false;
        view.lastSheet = view.sheet;
    }

    Connections {
        target: view.patient.speaking

        function onChanged() {
            view.keyboard = "";
        }
    }

    Loader {
        anchors.fill: parent
        visible: view.plain
        sourceComponent: ({"thanks": last, "broken": last, "privacy": last})[view.page] ?? null
    }

    Component {
        id: attract

        Attract {
            patient: view.patient
        }
    }

    Component {
        id: last

        Sheet {
            patient: view.patient
            kind: view.page
        }
    }

    Shell {
        anchors.fill: parent
        visible: view.plain && (first || pages.any)
        patient: view.patient
        first: view.page === "attract"
        sitting: view.patient.begun
        asking: view.page === "question"
        cover: first ? attract : null
        onStaffAsked: view.staffAsked()

        Pages {
            id: pages

            anchors.fill: parent
            patient: view.patient
            onWriting: (field, first) => view.write(field, first)
        }
    }

    Sheets {
        anchors.fill: parent
        visible: !view.writing || view.sheet === "idle"
        patient: view.patient
        onWriting: (field, first) => view.write(field, first)
    }

    Loader {
        anchors.fill: parent
        active: view.writing
        visible: view.sheet !== "idle" && !view.choosing
        sourceComponent: Writing {
            asked: view.forRemark ? ({title: words["remark_words_title"], text: view.patient.remarks.words}) : view.patient.asking.writing(view.field)
            first: view.first
            words: view.patient.speaking.words
            roomWords: spare => view.patient.speaking.count("write_left", spare, "count")
            keys: view.keyboards.of(view.keyboard || view.written)
            onWrote: text => view.wrote(text)
            onDone: view.writing = false
            onKeyboardsAsked: view.choosing = true
        }
    }

    Loader {
        anchors.fill: parent
        active: view.writing && view.choosing
        visible: view.sheet !== "idle"
        sourceComponent: OtherKeyboards {
            words: view.patient.speaking.words
            keyboards: view.keyboards.names(view.patient.speaking.languages.map(one => one.code.split("-x-")[0]))
            chosen: view.keyboard || view.written
            onPicked: code => view.choose(code)
            onClosed: view.choosing = false
        }
    }
}
