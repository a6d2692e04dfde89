import QtQuick

// What every control is to the question page: it shows a question and what was given, and says
// what it holds now. `field` names the part that has a problem.
Item {
    id: control

    property var question: ({})
    property var entry: ({})
    property var words: ({})
    property string field: ""
    // The least height at which all of it can be used; what is more to it is paged.
    property real needed: control.implicitHeight
    // A way out of the control, where it stands among the control's own buttons; "" for none.
    property string beyond: ""

    signal entered(var entry)
    signal writing(string field, string first)
    signal wentBeyond

    // What changed, among all that the control holds.
    function enter(changes: var) {
        control.entered(Object.assign({}, control.entry, changes));
    }
}
