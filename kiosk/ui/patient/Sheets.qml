import QtQuick
import Kiosk

// What lies over the journey: help, language, a remark, the warning that nobody is there …
Item {
    id: sheets

    required property PatientScreen patient
    readonly property string sheet: sheets.patient.sheet
    readonly property string kind: sheets.sheet.replace(/[0-9]$/, "")
    readonly property var files: ({
            language: "LanguageSheet",
            display: "DisplaySheet",
            remark: "RemarkSheet",
            leave: "LeaveSheet",
            about: "AboutSheet",
            picture: "PictureSheet"
        })
    readonly property bool message: sheets.sheet !== "" && !(sheets.kind in sheets.files)

    signal writing(string field, string first)

    PageLoader {
        anchors.fill: parent
        patient: sheets.patient
        page: sheets.message ? "Sheet" : sheets.files[sheets.kind] ?? ""
        more: sheets.message ? {kind: sheets.sheet} : (sheets.kind === "picture" ? {number: Number(sheets.sheet.slice(-1))} : {})
        onWriting: (field, first) => sheets.writing(field, first)
    }
}
