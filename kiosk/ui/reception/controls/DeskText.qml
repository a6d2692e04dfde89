import kiosk.ui.controls

// A text of the desk's window.
PlainText {
    font.pixelSize: Desk.text
    lineHeight: 1.1
}
