import QtQuick

// The body of a page that can say with how little height it can still be used.
Item {
    property real needed: implicitHeight
}
