import QtQuick
import Kiosk

// What lies over the journey: help, language, a remark, the warning that nobody is there …
Item {
    id: sheets

    required property PatientScreen patient
    readonly property var files: ({
            help: "HelpSheet",
            language: "LanguageSheet",
            display: "DisplaySheet",
            listen: "ListenSheet",
            remark: "RemarkSheet",
            ballot: "BallotSheet",
            receipt: "ReceiptSheet",
            leave: "LeaveSheet",
            about: "AboutSheet",
            picture: "PictureSheet",
            film: "FilmSheet",
            films: "FilmsSheet"
        })

    signal writing(string field, string first)

    // "picture2" is the third picture of the question, "film0" its first film; what has no file of its own is a message.
    function pageOf(sheet: string): var {
        const kind = sheet.replace(/[0-9]$/, "");
        const more = kind === "picture" || kind === "film" ? {number: Number(sheet.slice(-1))} : {};
        const message = {file: sheet ? "Sheet" : "", more: sheet ? {kind: sheet} : {}};
        return kind in sheets.files ? {file: sheets.files[kind], more: more} : message;
    }

    PageLoader {
        anchors.fill: parent
        patient: sheets.patient
        page: sheets.pageOf(sheets.patient.sheet)
        onWriting: (field, first) => sheets.writing(field, first)
    }
}
