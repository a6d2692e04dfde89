"""What is copied for the clinical record: it is gone from the clipboard after a minute."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from kiosk.ui.patient.clipboard import empty

KEPT_MS: Final = 60_000
"""Time enough to find the record and paste."""


class RecordClipboard(QObject):
    """Copies, and empties what can be pasted where it still is what was copied here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._end = QTimer(self, interval=KEPT_MS, singleShot=True)
        self._end.timeout.connect(self.clear)
        QGuiApplication.instance().aboutToQuit.connect(self.clear)  # type: ignore[union-attr]

    def copy(self, text: str) -> None:
        """This can be pasted now."""
        self._text = text
        QGuiApplication.clipboard().setText(text)
        self._end.start()

    @Slot()
    def clear(self) -> None:
        """It can't be any more; what somebody else copied since stays."""
        self._end.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            empty(clipboard)
        self._text = ""
