"""Gives a sitting's answers to the disk lane as they come, and tells when that failed."""

from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.keeping import Keeper
from kiosk.ui.patient.sitting import Sitting


class Saving(QObject):
    """The way of one sitting's answers to the disk.

    Signals:
        failed: something could not be kept; nothing is lost from the screen yet.
        submitted: the finished response is in the store.
    """

    failed = Signal()
    submitted = Signal()

    def __init__(self, disk: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._disk = disk
        self._keeper: Keeper | None = None

    def begin(self, keeper: Keeper) -> None:
        """Keep the answers of a new sitting."""
        self._keeper = keeper

    def keep(self, sitting: Sitting, language: str) -> None:
        """Keep what is not durably kept yet."""
        keeper = self._keeper
        rows, place = dict(sitting.unsaved), sitting.place
        if keeper is None or not rows:
            return

        def kept(future: Future[None]) -> None:
            if future.exception() is None:
                sitting.unsaved = {p: r for p, r in sitting.unsaved.items() if rows.get(p) != r}
            self._told(keeper, future)

        self._disk.run(lambda: keeper.keep(rows, place=place, language=language), kept)

    def move(self, sitting: Sitting, language: str) -> None:
        """Keep where the patient is."""
        keeper, place = self._keeper, sitting.place
        if keeper is not None:
            self._disk.run(
                lambda: keeper.move(place=place, language=language),
                lambda future: self._told(keeper, future),
            )

    def submit(self, response_id: str, payload: bytes) -> None:
        """Turn the draft into a response on its way."""
        keeper = self._keeper
        if keeper is None:
            return

        def ended(future: Future[None]) -> None:
            if future.exception() is None and keeper is self._keeper:
                self.submitted.emit()
            self._told(keeper, future)

        self._disk.run(lambda: keeper.submit(response_id, payload), ended)

    def discard(self) -> None:
        """Delete every answer of this sitting."""
        keeper = self._keeper
        if keeper is not None:
            self._disk.run(
                lambda: keeper.discard("stopped"), lambda future: self._told(keeper, future)
            )

    def forget(self) -> None:
        """Let go of the sitting; what was given to the lane is still kept."""
        self._keeper = None

    def _told(self, keeper: Keeper, future: Future[None]) -> None:
        failure = future.exception()
        if failure is None:
            return
        if keeper is self._keeper:
            self.failed.emit()
        if not isinstance(failure, KioskError):
            raise failure  # a bug: the guard tells it
