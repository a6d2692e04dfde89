"""What was just done, said for some seconds at the foot of the window, and the way back."""

from collections.abc import Callable
from operator import attrgetter
from typing import Final, NamedTuple

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN_MS: Final = 10_000
"""So long it stays; long enough to read it twice and reach for the way back."""


class Told(NamedTuple):
    """One thing that was done: in words, and what undoes it where something does."""

    text: str
    undo: Callable[[], None] | None = None


@QmlElement
class Toast(QObject):
    """The one that is shown now; "" where none is."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = Told("")
        self._end = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._end.timeout.connect(self.forget)

    def show(self, told: Told) -> None:
        """Say this now, in the place of what was said before."""
        self._told = told
        self._end.start()
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Say nothing any more."""
        self._told = Told("")
        self._end.stop()
        self.changed.emit()

    @Slot()
    def undo(self) -> None:
        """The way back."""
        undo = self._told.undo
        self.forget()
        if undo is not None:
            undo()

    def _can_undo(self) -> bool:
        return self._told.undo is not None

    _read_told_text = attrgetter("_told.text")
    text = Property(str, _read_told_text, notify=changed)
    canUndo = Property(bool, _can_undo, notify=changed)  # noqa: N815 - read by QML
