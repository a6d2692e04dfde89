import QtQuick

// One row of a long list, whatever card it is.
Loader {
    property int index: 0
    property var row: ({})
    property bool isStop: false
}
