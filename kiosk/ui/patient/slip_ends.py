"""Tells the store how the visits that staff prepared ended at this screen."""

from concurrent.futures import Future
from typing import Final

from PySide6.QtCore import QObject, QTimer

from kiosk.errors import KioskError
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf

AGAIN_MS: Final = 10_000


class SlipEnds(QObject):
    """Does not give up before the store knows it: else a code would open nothing for ever."""

    def __init__(self, shelf: Shelf, disk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._disk = shelf, disk
        self._owed: dict[str, bool] = {}
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._try)

    def end(self, slip_id: str, *, deleted: bool) -> None:
        """Its patient went away: deleted the answers, or left them, if there are any."""
        self._owed[slip_id] = deleted
        self._tell(slip_id, deleted=deleted)

    def _try(self) -> None:
        for slip_id, deleted in self._owed.items():
            self._tell(slip_id, deleted=deleted)

    def _tell(self, slip_id: str, *, deleted: bool) -> None:
        self._disk.run(
            lambda: self._shelf.leave(slip_id, deleted=deleted),
            lambda future: self._told(slip_id, future),
        )

    def _told(self, slip_id: str, future: Future[None]) -> None:
        failure = future.exception()
        if failure is None:
            self._owed.pop(slip_id, None)
        elif isinstance(failure, KioskError):
            self._again.start()
        else:
            self._owed.pop(slip_id, None)
            raise failure  # a bug: the guard tells it
