"""The check page: what was asked and answered, in words."""

from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.ui.patient.question_texts import closing_lines
from kiosk.ui.patient.views import around, review_rows
from kiosk.ui.patient.visit import Visit
from kiosk.ui.wording.collation import order_of
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Checking(QObject):
    """The rows of the check page, and what its forms say at their end; empty while not shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[dict[str, Any]] = []
        self._closing: list[str] = []

    def show(self, visit: Visit, speaking: Speaking) -> None:
        """Show what was answered in every form of the visit."""
        self._rows, self._closing = [], []
        for index, part in enumerate(visit.parts):
            look = around(part.sitting, speaking.all_words, speaking.language, order_of)
            title = part.sitting.questionnaire.title(look.language)
            section = title if len(visit.parts) > 1 else ""
            rows = review_rows(part.sitting, look)
            self._rows += [{**row, "part": index, "section": section} for row in rows]
            self._closing += closing_lines(part.sitting.filler, look)
        self.changed.emit()

    def clear(self) -> None:
        """Show nothing and let go of every answer."""
        self._rows, self._closing = [], []
        self.changed.emit()

    def _closing_text(self) -> str:
        return "\n".join(self._closing)

    _read_rows = attrgetter("_rows")
    rows = Property(list, _read_rows, notify=changed)
    closing = Property(str, _closing_text, notify=changed)
