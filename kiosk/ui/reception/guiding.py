"""The guides over the desk's window: F1 opens the one that belongs to the page; saved to print."""

from concurrent.futures import Future
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.saving import file_name, unused
from kiosk.errors import KioskError, RefusedError
from kiosk.guides import Block, Guide, guides
from kiosk.ui.guard import raise_bug
from kiosk.ui.printing.guide_paper import write_guide_paper
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.paper_file import write_paper
from kiosk.ui.reception.slips import documents_folder

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

FIRST: Final = "desk"
"""The guide of a page that has none of its own."""

OF_PAGE: Final = {
    "alerts": "alerts",
    "clinic": "clinic",
    "export": "export",
    "forms": "form-author",
    "improve": "form-author",
    "kiosks": "it",
    "papers": "clinic",
}
"""Page of the desk → its guide."""


@QmlElement
class Guiding(QObject):
    """The guide that is open, if one is."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._guide: Guide | None = None
        self._busy, self._saved, self._problem = False, "", ""
        self._guides = dict[str, Guide]()

    @Slot(str)
    def openFor(self, page: str) -> None:  # noqa: N802 - called by QML
        """The guide of that page of the desk."""
        self.open(OF_PAGE.get(page, FIRST))

    @Slot(str)
    def open(self, name: str) -> None:
        """That guide, at its beginning."""
        self._guides = self._guides or dict(guides())
        self._show(self._guides[name])

    @Slot()
    def close(self) -> None:
        """None is open."""
        self._show(None)

    @Slot()
    def save(self) -> None:
        """Write it as PDF where people of this PC look for their files."""
        guide = self._guide
        if guide is None or self._busy:
            return
        self._busy, self._saved, self._problem = True, "", ""
        self.changed.emit()
        self._desk.jobs.disk.run(lambda: _written(guide, documents_folder()), self._was_written)

    def _was_written(self, future: Future[Path]) -> None:
        self._busy, failure = False, future.exception()
        say = self._desk.speaking.say
        if failure is None:
            self._saved = say("guide_saved", file=str(future.result()))
        elif isinstance(failure, KioskError):
            self._problem = f"{failure} {failure.advice}".strip()
        else:
            self._problem = say("desk_trouble")
        self.changed.emit()
        raise_bug(failure)

    def _show(self, guide: Guide | None) -> None:
        self._guide, self._saved, self._problem = guide, "", ""
        self.changed.emit()

    def _title(self) -> str:
        return self._guide.title if self._guide else ""

    def _blocks(self) -> list[dict[str, Any]]:
        if self._guide is None:
            return []
        return [_told(one) for one in self._guide.blocks() if one.level != 1]

    def _others(self) -> list[dict[str, str]]:
        if self._guide is None:
            return []
        found = [FIRST, *self._guide.others]
        return [
            {"id": name, "title": self._guides[name].title}
            for name in dict.fromkeys(found)
            if name != self._guide.name
        ]

    def _is_open(self) -> bool:
        return self._guide is not None

    _read_busy = attrgetter("_busy")
    _read_saved = attrgetter("_saved")
    _read_problem = attrgetter("_problem")
    busy = Property(bool, _read_busy, notify=changed)
    saved = Property(str, _read_saved, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    shown = Property(bool, _is_open, notify=changed)
    title = Property(str, _title, notify=changed)
    blocks = Property(list, _blocks, notify=changed)
    others = Property(list, _others, notify=changed)


def _written(guide: Guide, folder: Path) -> Path:
    """The file that the guide was written to.

    Raises:
        RefusedError: it can't be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise RefusedError(
            f"There is no folder {folder}: {cause.strerror}.", advice="Ask IT for one."
        ) from cause
    file = unused(folder, file_name(guide.title), ".pdf")
    write_paper(file, lambda out: write_guide_paper(guide, out))
    return file


def _told(one: Block) -> dict[str, Any]:
    picture = QUrl.fromLocalFile(str(one.picture)).toString() if one.picture else ""
    sign = f"{one.number}. " if one.number else "• " if one.kind in {"item", "row"} else ""
    return {"kind": one.kind, "text": sign + one.text, "level": one.level, "picture": picture}
