pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The wordings that patients shall choose from, beside the one in use, and until when.
FocusScope {
    id: view

    required property K.Balloting balloting
    required property var words

    implicitHeight: fields.height

    Column {
        id: fields

        width: view.width
        spacing: Desk.gap

        DeskText {
            width: parent.width
            text: view.words["vote_hint"] ?? ""
            color: Theme.muted
        }

        Repeater {
            model: view.balloting.rows

            DeskArea {
                required property int index

                width: fields.width
                focus: index === 0
                lines: 2
                label: `${view.words["vote_wording"] ?? ""} ${index + 1}`
                onEdited: view.balloting.write(index, text)
            }
        }

        DeskButton {
            visible: view.balloting.mayAdd
            label: view.words["vote_more"] ?? ""
            onClicked: view.balloting.addWording()
        }

        Flow {
            width: parent.width
            spacing: Desk.gap

            DeskField {
                id: until

                width: Math.min(parent.width, Math.round(300 * Desk.scale))
                label: view.words["vote_until"] ?? ""
                hint: view.words["answer_until_hint"] ?? ""
                maximumLength: 12
                text: view.balloting.until
                onEdited: view.balloting.writeUntil(text)
            }

            Item {
                width: language.width
                height: Math.max(until.height, language.height)
                visible: view.balloting.languages.length > 1

                DeskChoice {
                    id: language

                    anchors.bottom: parent.bottom
                    width: Math.min(fields.width, Math.round(300 * Desk.scale))
                    label: view.words["vote_language"] ?? ""
                    model: view.balloting.languages
                    current: view.balloting.language
                    onChosen: id => view.balloting.speakIn(id)
                }
            }
        }
    }
}
