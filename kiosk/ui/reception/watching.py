"""Watches one book of alerts on a lane of its own: no export, no slow server keeps it waiting."""

from concurrent.futures import Future
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.desk.alerts import AlertBook, DeskAlert
from kiosk.errors import KioskError
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

_MS: Final = 1000


class Watching(QObject):
    """Asks a book again and again, whoever is signed in, and tells it who is there.

    Args:
        book: where alerts are found.

    Attributes:
        lane: the one on which the book is used.
        found: what it said last; `more` are open beside that.

    Signals:
        changed: it says something else than before.
    """

    changed = Signal()

    def __init__(self, book: AlertBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book, self.lane = book, Lane("alerts", self)
        self.found: tuple[DeskAlert, ...] = ()
        self.more = 0
        self._troubles: dict[str, str] = {}
        self._by, self._asking, self._telling = "", False, False
        self._claimed = False
        self._look = QTimer(self, interval=round(book.every_s * _MS))
        self._look.timeout.connect(self.look)
        self._there = QTimer(self, interval=round(book.present_s * _MS))
        self._there.timeout.connect(self._tell)
        self._look.start()
        self.look()

    @property
    def trouble(self) -> str:
        """What keeps it from telling what is open; "" where nothing does."""
        return self._troubles.get("look", "")

    @property
    def is_seen(self) -> bool:
        """Whether the book takes it that somebody is here."""
        return not self._troubles.get("sign", "")

    @Slot()
    def look(self) -> None:
        """Ask now, unless it is at it."""
        if not self._asking:
            self._asking = True
            self.lane.run(self.book.alerts, self._looked)

    def be_there(self, by: str) -> None:
        """That person is signed in; "" for nobody, which is told at once."""
        self._by = by
        if by:
            self._claimed = True
            self._there.start()
            self._tell()
        else:
            self._there.stop()
            self._leave()

    def close(self) -> None:
        """Ask no more, and say that nobody is there."""
        self._look.stop()
        self._there.stop()
        self._by = ""
        if self._claimed:
            self._claimed = False
            self.lane.begin(lambda: self.book.be_there(""))
        self.lane.close()
        self.book.close()

    @Slot()
    def _tell(self) -> None:
        """Who can't be shown an alert is not there to see one, so it is not said that they are."""
        if self._by and not self._telling and not self.trouble:
            self._telling, by = True, self._by
            self.lane.run(lambda: self.book.be_there(by), self._told)

    def _leave(self) -> None:
        """Behind what was told before; what does not get there is told again at the end."""
        if self._claimed:
            self.lane.run(lambda: self.book.be_there(""), self._left)

    def _left(self, future: Future[None]) -> None:
        failure = future.exception()
        self._claimed = bool(self._by) or failure is not None
        if failure is not None and not isinstance(failure, KioskError):
            log_failure("saying that nobody is at the desk", failure)

    def _told(self, future: Future[None]) -> None:
        self._telling = False
        if self._note("sign", future.exception()):
            self.changed.emit()

    def _looked(self, future: Future[tuple[DeskAlert, ...]]) -> None:
        self._asking = False
        failure = future.exception()
        before = self.found, self.more
        if failure is None:
            self.found, self.more = future.result(), self.book.more
        is_news = self._note("look", failure)
        if is_news or before != (self.found, self.more):
            self.changed.emit()
        if is_news:
            self._tell()

    def _note(self, what: str, failure: BaseException | None) -> bool:
        """What went wrong, if anything; whether that is news."""
        if failure is not None and not isinstance(failure, KioskError):
            log_failure("looking for alerts", failure)
        told = "" if failure is None else str(failure) if isinstance(failure, KioskError) else "?"
        before, self._troubles[what] = self._troubles.get(what, ""), told
        return before != told
