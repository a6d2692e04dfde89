"""Tells the store how visits ended at this screen, and what was left that asks for a person."""

from concurrent.futures import Future
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.errors import KioskError
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Left, Shelf
from kiosk.ui.patient.visit import Visit

AGAIN_MS: Final = 10_000


class _End(NamedTuple):
    """How one visit ended: of which staff prepared it, or of a walk-up."""

    slip_id: str | None
    deleted: bool
    left: tuple[Left, ...]


class SlipEnds(QObject):
    """Does not give up before the store knows it: else a code would open nothing for ever.

    Signals:
        fired: something that asks for a person is in the store now.
    """

    fired = Signal()

    def __init__(self, shelf: Shelf, disk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._disk = shelf, disk
        self._owed: list[_End] = []
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._try)

    def end(self, slip_id: str | None, *, deleted: bool, left: tuple[Left, ...] = ()) -> None:
        """Its patient went away: deleted the answers, or left them, if there are any.

        `left`: those that ask for a person. Nothing is to be told of a walk-up without any.
        """
        end = _End(slip_id, deleted, left)
        # What is told later of a visit counts.
        self._owed = [one for one in self._owed if one.slip_id != slip_id or one.left]
        self._owed.append(end)
        self._tell(end)

    def leave(self, visit: Visit, *, deleted: bool) -> None:
        """Its patient went away; nothing is to be told of a walk-up that asks for nobody."""
        left = () if deleted else visit.asking
        if visit.slip or left:
            self.end(visit.slip.id if visit.slip else None, deleted=deleted, left=left)

    @Slot()
    def _try(self) -> None:
        for end in tuple(self._owed):
            self._tell(end)

    def _tell(self, end: _End) -> None:
        self._disk.run(
            lambda: self._shelf.leave(end.slip_id, deleted=end.deleted, left=end.left),
            lambda future: self._told(end, future),
        )

    def _told(self, end: _End, future: Future[None]) -> None:
        failure = future.exception()
        if isinstance(failure, KioskError):
            if any(one is end for one in self._owed):
                self._again.start()
            return
        self._owed = [one for one in self._owed if one is not end]
        if failure is not None:
            raise failure  # a bug: the guard tells it
        if end.left:
            self.fired.emit()
