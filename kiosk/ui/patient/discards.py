"""Deletes what patients asked to delete, and does not give up before it is deleted."""

from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.errors import KioskError
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Keeper

AGAIN_MS: Final = 10_000


class Discards(QObject):
    """The drafts that are still to be deleted.

    One that could not be deleted (the store is busy, the disk is full) is tried again before
    whatever else is given to the disk lane, and every ten seconds. Only the end of the program in
    between leaves the draft, among those that staff see as paused.
    """

    def __init__(self, disk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._disk = disk
        # Never altered but replaced, so that the disk lane may read it.
        self._owed: frozenset[Keeper] = frozenset()
        self._trying: set[Keeper] = set()
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._try)
        disk.asked.connect(self._try)

    def add(self, keepers: Collection[Keeper], told: Callable[[bool], None]) -> None:
        """Delete these; after the first try `told(whether all are deleted)`."""
        self._owed |= frozenset(keepers)
        self._try()
        self._disk.run(lambda: None, lambda _: told(self._owed.isdisjoint(keepers)))

    def doomed(self) -> frozenset[str]:
        """The ids of drafts that nobody may see any more; asked on the disk lane."""
        return frozenset(keeper.draft_id for keeper in self._owed if keeper.draft_id)

    @Slot()
    def _try(self) -> None:
        for keeper in self._owed - self._trying:
            self._trying.add(keeper)
            self._discard(keeper)

    def _discard(self, keeper: Keeper) -> None:
        self._disk.run(
            lambda: keeper.discard("stopped"), lambda future: self._tried(keeper, future)
        )

    def _tried(self, keeper: Keeper, future: Future[None]) -> None:
        self._trying.discard(keeper)
        failure = future.exception()
        if failure is None:
            self._owed -= {keeper}
            return
        self._again.start()
        if not isinstance(failure, KioskError):
            # A bug; it must not throw out whoever is at the screen at each of the tries.
            log_failure("deleting a draft", failure)
