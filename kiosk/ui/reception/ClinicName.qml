import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// The clinic's name, and its logo from a file that is written or dragged here.
Column {
    id: view

    required property K.ClinicPage page
    required property var words
    readonly property real wide: Math.min(view.width, Math.round(640 * Desk.scale))

    spacing: Desk.margin

    Column {
        width: view.wide
        spacing: Desk.gap

        DeskField {
            id: name

            width: parent.width
            label: view.words["clinic_name"] ?? ""
            hint: view.page.nameHint
            text: view.page.texts["clinic.name"] ?? ""
            problem: view.page.problems["clinic.name"] ?? ""
            maximumLength: 220
            onEdited: view.page.write("clinic.name", name.text)
            onAccepted: view.page.saveName()
            onActiveFocusChanged: if (!name.activeFocus)
                view.page.check("clinic.name")
        }

        DeskButton {
            primary: true
            label: view.words["clinic_name_save"] ?? ""
            onClicked: view.page.saveName()
        }
    }

    Column {
        width: view.wide
        spacing: Desk.gap

        DeskText {
            width: parent.width
            text: view.words["clinic_logo"] ?? ""
            font.pixelSize: Math.round(Desk.text * 1.25)
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }

        Rectangle {
            visible: !!view.page.logo.image
            width: logo.width + 2 * Desk.gap
            height: logo.height + 2 * Desk.gap
            radius: Desk.radius
            color: "#ffffff" // as paper is, in every theme
            border.width: 1
            border.color: Theme.line

            Image {
                id: logo

                x: Desk.gap
                y: Desk.gap
                width: Math.min(240, 80 * (view.page.logo.ratio ?? 1))
                height: width / (view.page.logo.ratio ?? 1)
                source: view.page.logo.image ?? ""
                Accessible.role: Accessible.Graphic
                Accessible.name: view.page.logo.alt ?? ""
            }
        }

        DeskField {
            id: file

            width: parent.width
            label: view.words["clinic_logo_file"] ?? ""
            hint: view.words["clinic_logo_hint"] ?? ""
            onAccepted: view.page.useLogo(file.text)

            DropArea {
                anchors.fill: parent
                onDropped: drop => {
                    if (drop.hasUrls)
                        file.text = drop.urls[0];
                }
            }
        }

        Flow {
            width: parent.width
            spacing: Desk.gap

            DeskButton {
                enabled: !view.page.busy
                label: view.words["clinic_logo_use"] ?? ""
                onClicked: view.page.useLogo(file.text)
            }

            DeskButton {
                visible: !!view.page.logo.image
                label: view.words["clinic_logo_none"] ?? ""
                onClicked: view.page.noLogo()
            }
        }
    }
}
