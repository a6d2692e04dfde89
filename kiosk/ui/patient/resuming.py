"""Takes up the visit of a paused draft."""

from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from kiosk.errors import RefusedError
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.discards import Discards
from kiosk.ui.patient.shelf import Resumed, Shelf


class Resuming(QObject):
    """Loads one visit at a time; what comes after `cancel` or another `begin` is not told.

    Signals:
        resumed: the `Resumed` visit.
        failed: it can't be taken up; its drafts stay where they are.
    """

    resumed = Signal(object)
    failed = Signal()

    def __init__(
        self, shelf: Shelf, disk: Lane, discards: Discards, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf, self._disk, self._discards = shelf, disk, discards
        self._wanted: object = None

    def begin(self, draft_id: str, actor: str) -> None:
        """Load the visit of that draft; `actor` is the member of staff who asked."""
        wanted = self._wanted = object()
        self._disk.run(
            lambda: self._load(draft_id, actor), lambda future: self._loaded(wanted, future)
        )

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        self._wanted = None

    def _load(self, draft_id: str, actor: str) -> Resumed:
        if draft_id in self._discards.doomed():
            raise RefusedError("This draft is being deleted.")
        return self._shelf.resume(draft_id, actor)

    def _loaded(self, wanted: object, future: Future[Resumed]) -> None:
        failure = future.exception()
        if wanted is self._wanted:
            self._wanted = None
            if failure is None:
                self.resumed.emit(future.result())
            else:
                self.failed.emit()
        raise_bug(failure)
