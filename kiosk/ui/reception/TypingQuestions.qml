pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The questions of a paper one below the other, answered by keys or mouse; at their end it is kept.
FocusScope {
    id: view

    required property K.PapersPage page
    required property var words

    function begin() {
        const first = questions.itemAt(0);
        if (first)
            first.forceActiveFocus();
    }

    // What is still being written counts, too.
    function keep() {
        for (let place = 0; place < questions.count; place++)
            (questions.itemAt(place) as TypedQuestion).settle();
        view.page.typing.keep();
    }

    DeskScroll {
        id: scroll

        anchors.fill: parent
        contentHeight: column.height + 2 * column.y

        Column {
            id: column

            x: 6
            y: 6
            width: scroll.width - Desk.margin
            spacing: Desk.margin

            Repeater {
                id: questions

                model: view.page.typing.rows

                TypedQuestion {
                    width: column.width
                    words: view.words
                    onGiven: (chosen, texts) => view.page.typing.give(field.path, chosen, texts)
                    onLeftEmpty: view.page.typing.leaveEmpty(field.path)
                    onMoreWanted: view.page.typing.addTo(field.group)
                }
            }

            Flow {
                width: parent.width
                spacing: Desk.gap

                DeskButton {
                    primary: true
                    enabled: !view.page.busy
                    label: view.words["typing_keep"] ?? ""
                    keys: "Ctrl Return"
                    onClicked: view.keep()
                }

                DeskButton {
                    label: view.words["typing_leave"] ?? ""
                    onClicked: view.page.typing.leave()
                }
            }
        }
    }
}
