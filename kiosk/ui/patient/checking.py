"""The check page: what was asked and answered, in words."""

from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.views import review_rows

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Checking(QObject):
    """The rows of the check page; empty while it is not shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[dict[str, str]] = []

    def show(self, sitting: Sitting, around: Around) -> None:
        """Show what was answered so far."""
        self._rows = review_rows(sitting, around)
        self.changed.emit()

    def clear(self) -> None:
        """Show nothing and let go of every answer."""
        self._rows = []
        self.changed.emit()

    _read_rows = attrgetter("_rows")
    rows = Property(list, _read_rows, notify=changed)
