"""What the kiosk does for itself: old drafts and visits go, sittings are counted.

Never while somebody sits at the screen, so that no draft goes that was just taken up again.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer

from kiosk.settings import Patient
from kiosk.store import cleaning, drafts, visits
from kiosk.store.database import Store
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

HOUR_MS: Final = 3_600_000


class Upkeep(QObject):
    """Begins at the start of the program, goes on every hour.

    Args:
        store: what is tidied.
        disk: its lane.
        settings: how long drafts are kept.
        now: the clock.
        is_free: whether nobody sits at the screen.
    """

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        disk: Lane,
        settings: Patient,
        now: Callable[[], datetime],
        is_free: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._disk, self._now, self._is_free = store, disk, now, is_free
        self._kept = timedelta(hours=settings.draft_hours)
        self._due = False
        self._hour = QTimer(self, interval=HOUR_MS)
        self._hour.timeout.connect(self.hour)

    def start(self) -> None:
        """Whoever was at the screen when the program ended is paused; then as every hour."""
        self._disk.run(self._pause_interrupted, _tell_failure)
        self._hour.start()
        self.hour()

    def hour(self) -> None:
        """Delete what is too old, as soon as nobody sits at the screen."""
        self._due = True
        self._tidy_if_free()

    def sitting_ended(self) -> None:
        """Somebody left the screen."""
        self._disk.run(self._count, _tell_failure)
        self._tidy_if_free()

    def _tidy_if_free(self) -> None:
        if self._due and self._is_free():
            self._due = False
            self._disk.run(self._tidy, _tell_failure)

    def _pause_interrupted(self) -> None:
        with self._store.transaction() as connection:
            visits.pause_interrupted(connection, now=self._now())

    def _count(self) -> None:
        with self._store.transaction() as connection:
            cleaning.count_sitting(connection)

    def _tidy(self) -> None:
        now = self._now()
        with self._store.transaction() as connection:
            drafts.expire_drafts(connection, kept=self._kept, now=now)
            visits.forget_visits(connection, kept=self._kept, now=now)


def _tell_failure(future: Future[None]) -> None:
    # Nobody at the screen can help it; it is tried again within the hour.
    if (failure := future.exception()) is not None:
        log_failure("keeping the store tidy", failure)
