"""How sending stands, in a line at the foot of the rail, on every page."""

from concurrent.futures import Future
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.store.standing import Line
from kiosk.ui.guard import raise_bug
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.kiosks_words import desk_line_text, line_text
from kiosk.ui.wording.words import Counted

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SyncLine(QObject):
    """The line; "" before it is known."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text, self._refused, self._offline, self._looking = "", "", False, False

    def look(self) -> None:
        """Look again, where that is not done already."""
        if not self._looking:
            self._looking = True
            self._desk.jobs.disk.run(self._desk.kiosks.line, self._show)

    def _show(self, future: Future[Line]) -> None:
        self._looking = False
        if (failure := future.exception()) is not None:
            raise_bug(failure)  # what the store says is said by what is done there
            return
        line = future.result()
        text, offline = self._told(line)
        refused = self._refused_text(line.refused) if line.refused else ""
        if (text, refused, offline) != (self._text, self._refused, self._offline):
            self._text, self._refused, self._offline = text, refused, offline
            self.changed.emit()

    def _told(self, line: Line) -> tuple[str, bool]:
        """In words, and whether there is none."""
        desk, far = self._desk, self._desk.visits.line
        if far is not None:
            down = far.state.down
            return desk_line_text(desk.speaking, line, down=down), down
        central, now = desk.kiosks.central, desk.now()
        text = line_text(desk.speaking, line, central=central, now=now)
        return text, central and line.down_since is not None

    def _refused_text(self, count: int) -> str:
        return self._desk.speaking.say("line_refused", count=Counted(count))

    _read_text = attrgetter("_text")
    _read_refused = attrgetter("_refused")
    _read_offline = attrgetter("_offline")
    text = Property(str, _read_text, notify=changed)
    refused = Property(str, _read_refused, notify=changed)
    offline = Property(bool, _read_offline, notify=changed)
