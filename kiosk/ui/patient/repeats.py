"""A repeating group: which occurrences there are, and whether one more is to be added."""

from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.sitting import Sitting

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SHOWN = 2
"""By so many of its answers an occurrence is told from the others."""


@QmlElement
class Repeats(QObject):
    """What the page "another" shows.

    Signals:
        changed: an occurrence was taken out or brought back; it wants keeping.
        added: there is one more, and its first question is to be shown.
    """

    changed = Signal()
    added = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sitting: Sitting | None = None
        self._around: Around | None = None
        self._removed = False

    def show(self, sitting: Sitting, around: Around) -> None:
        """Show the group that the sitting has just left."""
        self._sitting, self._around, self._removed = sitting, around, False
        self.changed.emit()

    def clear(self) -> None:
        """Show nothing and let go of every answer."""
        self._sitting, self._around, self._removed = None, None, False
        self.changed.emit()

    @Slot()
    def add(self) -> None:
        """One more."""
        if self._sitting and self._may_add():
            self._sitting.add()
            self.added.emit()

    @Slot(str)
    def remove(self, path: str) -> None:
        """Take one out; `undo` brings it back."""
        if self._sitting and len(self._occurrences()) > 1:
            self._sitting.remove(path)
            self._removed = True
            self.changed.emit()

    @Slot()
    def undo(self) -> None:
        """Bring back what was taken out last."""
        if self._sitting and self._removed:
            self._sitting.undo()
            self._removed = False
            self.changed.emit()

    def _occurrences(self) -> tuple[str, ...]:
        sitting = self._sitting
        return sitting.filler.occurrences(sitting.another) if sitting and sitting.another else ()

    def _rows(self) -> list[dict[str, Any]]:
        sitting = self._sitting
        if sitting is None:
            return []
        pages = sitting.filler.pages
        return [
            {"path": path, "number": number, "text": self._text(sitting, path, pages)}
            for number, path in enumerate(self._occurrences(), 1)
        ]

    def _text(self, sitting: Sitting, path: str, pages: tuple[Page, ...]) -> str:
        if self._around is None:
            return ""
        said: list[str] = []
        for page in pages:
            answers = sitting.filler.answers(page.path) if path in page.repeating else ()
            if answers and len(said) < _SHOWN:
                said.append(sitting.kind(page).words(page, answers, self._around))
        return self._around.listed(said) or self._around.say("not_provided")

    def _place(self) -> str:
        return (self._sitting and self._sitting.another) or ""

    def _title(self) -> str:
        if self._sitting is None or self._around is None or not self._sitting.another:
            return ""
        inside = (p for p in self._sitting.filler.pages if self._sitting.another in p.repeating)
        return next((page.section.rpartition("\n")[2] for page in inside), "")

    def _may_add(self) -> bool:
        sitting = self._sitting
        return bool(sitting and sitting.another and sitting.filler.may_add(sitting.another))

    _read_removed = attrgetter("_removed")
    rows = Property(list, _rows, notify=changed)
    place = Property(str, _place, notify=changed)
    title = Property(str, _title, notify=changed)
    mayAdd = Property(bool, _may_add, notify=changed)  # noqa: N815 - read by QML
    mayUndo = Property(bool, _read_removed, notify=changed)  # noqa: N815
