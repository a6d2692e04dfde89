import QtQuick
import Kiosk as K

// What lies over the parts that show what was heard: patients' words, and the desk's answer.
Item {
    id: dialogs

    required property K.HeardTab page
    required property var words

    signal closed

    HeardWords {
        reading: dialogs.page.reading
        words: dialogs.words
        onClosed: dialogs.closed()
    }

    HeardAnswer {
        answering: dialogs.page.answering
        busy: dialogs.page.busy
        words: dialogs.words
        onClosed: dialogs.closed()
    }
}
