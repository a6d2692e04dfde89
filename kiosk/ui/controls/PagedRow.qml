import QtQuick

// One row of a `Paged` list; its delegate reads `index` and `modelData` here.
Loader {
    required property int index
    required property var modelData
}
