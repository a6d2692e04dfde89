"""The screen is wiped: for a while it takes no touch, no mouse and no key, then goes on by itself.

Reference patient-experience AC 26.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.store import cleaning
from kiosk.store.database import Store
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane
from kiosk.ui.touch_guard import TouchGuard

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SECOND_MS: Final = 1000


@QmlElement
class Cleaning(QObject):
    """One cleaning at a time.

    Args:
        store: counts the sittings since the last one.
        disk: the lane of the store.
        seconds: how long it lasts.
        now: the clock.

    Signals:
        ended: the time is over and the screen can be touched again.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        *,
        store: Store,
        disk: Lane,
        seconds: int,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now = store, disk, now
        self._seconds, self._left, self._actor = seconds, 0, ""
        self._guard: TouchGuard | None = None
        self._tick = QTimer(self, interval=_SECOND_MS)
        self._tick.timeout.connect(self._second)

    def use_guard(self, guard: TouchGuard) -> None:
        """The guard of the window that is cleaned."""
        self._guard = guard

    def start(self, actor: str) -> None:
        """Begin; `actor` is the member of staff."""
        self._left, self._actor = self._seconds, actor
        self._shut(closed=True)
        self._tick.start()
        self.changed.emit()

    @Slot()
    def _second(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._end()
        self.changed.emit()

    def _end(self) -> None:
        self._tick.stop()
        self._shut(closed=False)
        actor, self._actor = self._actor, ""
        self._disk.run(lambda: self._record(actor), _tell_failure)
        self.ended.emit()

    def _record(self, actor: str) -> None:
        with self._store.transaction() as connection:
            cleaning.record_cleaned(
                connection, by=actor, kiosk_id=self._store.kiosk_id, now=self._now()
            )

    def _shut(self, *, closed: bool) -> None:
        if self._guard is not None:
            self._guard.shut() if closed else self._guard.open()

    _read_left = attrgetter("_left")
    _read_seconds = attrgetter("_seconds")
    secondsLeft = Property(int, _read_left, notify=changed)  # noqa: N815 - read by QML
    seconds = Property(int, _read_seconds, constant=True)


def _tell_failure(future: Future[None]) -> None:
    # The screen is clean whatever the store says; the reminder comes once too often then.
    if (failure := future.exception()) is not None:
        log_failure("recording that the screen was cleaned", failure)
