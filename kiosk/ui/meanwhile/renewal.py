"""New forms from the centre come into use between two patients, never under one."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Slot

from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

Offered = TypeVar("Offered")


class Renewal(QObject, Generic[Offered]):
    """Looks for what is new in the store, and has it used once nobody is at the screen.

    Args:
        disk: its lane.
        mark: what changes when something is new; asked on the lane.
        read: what is offered from now on; asked on the lane.
        use: uses it.
        is_free: whether neither a patient nor staff are at the screen.
    """

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        disk: Lane,
        mark: Callable[[], Hashable],
        read: Callable[[], Offered],
        use: Callable[[Offered], None],
        is_free: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._disk, self._mark, self._read = disk, mark, read
        self._use, self._is_free = use, is_free
        self._known: Hashable = mark()
        self._waiting: Offered | None = None

    @Slot()
    def look(self, *_of: object) -> None:
        """Something may be new in the store."""
        known = self._known
        self._disk.run(lambda: self._found(known), self._done)

    @Slot()
    def settle(self) -> None:
        """Use what waits, if nobody is at the screen."""
        if self._waiting is not None and self._is_free():
            new, self._waiting = self._waiting, None
            self._use(new)

    def _found(self, known: Hashable) -> tuple[Hashable, Offered | None]:
        mark = self._mark()
        return mark, (self._read() if mark != known else None)

    def _done(self, future: Future[tuple[Hashable, Offered | None]]) -> None:
        if (failure := future.exception()) is not None:
            log_failure("new forms", failure)  # those at hand go on being offered
            return
        self._known, new = future.result()
        if new is not None:
            self._waiting = new
            self.settle()
