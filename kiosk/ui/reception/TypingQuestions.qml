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
        view.goTo(0);
    }

    function goTo(place: int) {
        const next = questions.itemAt(place) as TypedQuestion;
        if (next)
            next.begin();
        else
            keep.forceActiveFocus(Qt.TabFocusReason);
    }

    // What is still being written counts, too.
    function keepAll() {
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

            DeskText {
                width: parent.width
                text: view.words["typing_keys"] ?? ""
                color: Theme.muted
            }

            Repeater {
                id: questions

                model: view.page.typing.rows

                TypedQuestion {
                    required property int index

                    width: column.width
                    words: view.words
                    onGiven: (chosen, texts) => view.page.typing.give(field.path, chosen, texts)
                    onAnswered: view.goTo(index + 1)
                    onLeftEmpty: view.page.typing.leaveEmpty(field.path)
                    onMoreWanted: view.page.typing.addTo(field.group)
                }
            }

            Flow {
                width: parent.width
                spacing: Desk.gap

                DeskButton {
                    id: keep

                    primary: true
                    enabled: !view.page.busy
                    label: view.words["typing_keep"] ?? ""
                    keys: "Ctrl Return"
                    onClicked: view.keepAll()
                }

                DeskButton {
                    label: view.words["typing_leave"] ?? ""
                    onClicked: view.page.typing.leave()
                }
            }
        }
    }
}
