"""No new form begins for a while: the first page says so, in whatever language it is asked."""

from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

READ_MS: Final = 30_000


@QmlElement
class Resting(QObject):
    """Whether the screen rests.

    Attributes:
        active: no new form may begin.

    Signals:
        left: whoever read it in their language has had the time to.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.active = False
        self._reading = QTimer(self, interval=READ_MS, singleShot=True)
        self._reading.timeout.connect(self.left)

    def rest(self, on: bool) -> None:  # noqa: FBT001 - a signal's value
        """Rest from now on, or no more."""
        if on != self.active:
            self.active = on
            self.changed.emit()

    def read(self) -> None:
        """Somebody reads it in another language."""
        self._reading.start()

    _read_active = attrgetter("active")
    shown = Property(bool, _read_active, notify=changed)
