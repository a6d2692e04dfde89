pragma ComponentBehavior: Bound

import QtQuick
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception.controls

// One figure: its title and note, then its bars or its table. A screen reader gets the table of both.
Column {
    id: card

    required property K.FigureView figure
    property bool asTable: false
    property bool mirrored: false

    spacing: Math.round(Desk.gap / 2)

    DeskText {
        width: parent.width
        text: card.figure.title
        font.pixelSize: Math.round(Desk.text * 1.25)
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: card.figure.note
        color: Theme.muted
    }

    K.FigureChart {
        width: parent.width
        height: implicitHeight
        visible: card.figure.drawn && !card.asTable
        view: card.figure
        tokens: Theme.tokens
        text: Desk.text
        mirrored: card.mirrored
        Accessible.role: Accessible.Graphic
        Accessible.name: card.figure.title
        Accessible.description: card.figure.words
    }

    PictureTable {
        width: parent.width
        visible: card.figure.drawn && card.asTable
        figure: card.figure
    }
}
