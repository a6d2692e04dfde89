pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// Which figures, as what; and where they are saved.
FocusScope {
    id: view

    required property K.PicturesPage page
    required property var words

    implicitHeight: column.implicitHeight

    function save(kind: string) {
        view.page.save(kind, folder.text, Theme.themes["light"]);
    }

    Column {
        id: column

        width: parent.width
        spacing: Desk.gap

        Flow {
            width: parent.width
            spacing: Desk.gap

            DeskChoice {
                focus: true
                label: view.words["pictures_form"] ?? ""
                model: view.page.forms
                current: view.page.form
                onChosen: id => view.page.chooseForm(id)
            }

            DeskChoice {
                label: view.words["pictures_days"] ?? ""
                model: view.page.days
                current: view.page.span
                onChosen: id => view.page.chooseDays(id)
            }

            DeskChoice {
                implicitWidth: Math.round(180 * Desk.scale)
                label: view.words["pictures_view"] ?? ""
                model: view.page.kinds
                current: view.page.shownAs
                onChosen: id => view.page.showAs(id)
            }
        }

        Flow {
            width: parent.width
            spacing: Desk.gap
            visible: view.page.scores

            DeskButton {
                id: scores

                label: view.words["pictures_scores"] ?? ""
                onClicked: view.page.addScores()
            }

            DeskText {
                width: Math.min(implicitWidth, parent.width)
                height: Math.max(Desk.row, implicitHeight)
                verticalAlignment: Text.AlignVCenter
                text: view.words["pictures_scores_line"] ?? ""
                color: Theme.muted
            }
        }

        Flow {
            width: parent.width
            spacing: Desk.gap
            visible: !view.page.empty

            DeskField {
                id: folder

                label: view.words["pictures_folder"] ?? ""
                text: view.page.folder
            }

            Repeater {
                model: ["pdf", "png", "csv"]

                Item {
                    id: place

                    required property string modelData

                    implicitWidth: button.implicitWidth
                    implicitHeight: place.y > folder.y ? button.implicitHeight : folder.implicitHeight

                    DeskButton {
                        id: button

                        anchors.bottom: parent.bottom
                        label: view.words[`pictures_save_${place.modelData}`] ?? ""
                        onClicked: view.save(place.modelData)
                    }
                }
            }
        }
    }
}
