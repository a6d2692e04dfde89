"""What the kiosk does for itself: what is too old goes, sittings are counted, the file is checked.

Never while somebody sits at the screen, so that no draft goes that was just taken up again.
Nothing here disturbs anybody: what fails is logged. Old drafts and visits are tried again within
the hour, visits that were cut off at the next start.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.desk.improving.guarding import stop_harm
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Settings
from kiosk.store import (
    alerts,
    cleaning,
    drafts,
    feedback,
    help_calls,
    needs,
    retention,
    slip_uses,
    visit_upkeep,
    withdrawals,
)
from kiosk.store.alert_rescue import Kept, raise_lost
from kiosk.store.alert_sweep import fire_at_rest
from kiosk.store.alerts import FOUND, TIMED_OUT
from kiosk.store.board_facts import settled
from kiosk.store.database import Store
from kiosk.store.inspection import inspect, inspect_weekly
from kiosk.store.staff_notes import forget_note_words
from kiosk.sync.alerts import here_of
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

HOUR_MS: Final = 3_600_000


class Upkeep(QObject):
    """Begins at the start of the program, goes on every hour.

    Args:
        store: what is tidied.
        disk: its lane.
        settings: how long things are kept.
        now: the clock.
        is_free: whether nobody sits at the screen, nor is about to.
        spared: the drafts that are not to be touched: at the screen, or being deleted already.
        value_sets: what the forms of drafts may choose from.

    Signals:
        stopped: words that were tried out did harm, and no patient gets them any more.
    """

    stopped = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        disk: Lane,
        settings: Settings,
        now: Callable[[], datetime],
        is_free: Callable[[], bool],
        spared: Callable[[], frozenset[str]],
        value_sets: ValueSets | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._here = here_of(settings, store.kiosk_id)
        self._value_sets = value_sets or ValueSets()
        self._store, self._disk, self._now = store, disk, now
        self._is_free, self._spared = is_free, spared
        self._kept = timedelta(hours=settings.patient.draft_hours)
        self._needs_kept = timedelta(days=settings.patient.needs_days)
        self._sent_kept = timedelta(days=settings.store.keep_sent_days)
        self._service = settings.central.url is not None
        self._due, self._begun = False, False
        self._look: Callable[[], None] | None = None
        self._hour = QTimer(self, interval=HOUR_MS)
        self._hour.timeout.connect(self.hour)

    def start(self) -> None:
        """Whoever was at the screen when the program ended is paused; then as every hour."""
        self._disk.run(self._pause_interrupted, _tell_failure)
        self._hour.start()
        self._look = self._inspect
        self.hour()

    def stop(self) -> None:
        """Nothing more is begun by itself."""
        self._hour.stop()

    @Slot()
    def hour(self) -> None:
        """Delete what is too old and check the file, as soon as nobody sits at the screen."""
        self._due = True
        self._look = self._look or self._inspect_weekly
        self._guard_pilots()
        self._tidy_if_free()

    def sitting_began(self) -> None:
        """Somebody began a form; told again it is the same sitting, until that has ended."""
        self._begun = True

    @Slot()
    def sitting_ended(self) -> None:
        """Whoever was at the screen left it; counted where they had begun."""
        if self._begun:
            self._begun = False
            self._disk.run(self._count, _tell_failure)
            self._guard_pilots()
        self._tidy_if_free()

    def _guard_pilots(self) -> None:
        self._disk.run(lambda: stop_harm(self._store, self._now), self._guarded)

    def _guarded(self, future: Future[tuple[str, ...]]) -> None:
        if (failure := future.exception()) is not None:
            log_failure("looking whether words that are tried do harm", failure)
        elif future.result():
            self.stopped.emit()

    def _tidy_if_free(self) -> None:
        if self._due and self._is_free():
            self._due, spared = False, self._spared()
            self._disk.run(lambda: self._tidy(spared), _tell_failure)
        if self._look is not None and self._is_free():
            look, self._look = self._look, None
            self._disk.run(look, _tell_unchecked)

    def _pause_interrupted(self) -> None:
        with self._store.transaction() as connection:
            visit_upkeep.pause_interrupted(connection, now=self._now())
            raise_lost(
                connection, self._here, value_sets=self._value_sets,
                kept=Kept(alerts=self._sent_kept, drafts=self._kept), now=self._now(),
            )  # fmt: skip
            self._fire_at_rest(connection, FOUND, frozenset())
            alerts.tell_lost(connection, self._here, now=self._now())

    def _fire_at_rest(self, connection: Any, cause: str, spared: frozenset[str]) -> None:
        """What nothing else has told of drafts that ask for a person."""
        fire_at_rest(
            connection, self._here, cause=cause, value_sets=self._value_sets, now=self._now(),
            but=spared,
        )  # fmt: skip

    def _inspect(self) -> None:
        inspect(self._store, now=self._now())

    def _inspect_weekly(self) -> None:
        inspect_weekly(self._store, now=self._now())

    def _count(self) -> None:
        with self._store.transaction() as connection:
            cleaning.count_sitting(connection)

    def _tidy(self, spared: frozenset[str]) -> None:
        now = self._now()
        with self._store.transaction() as connection:
            # What its patient asked to be deleted goes for no age, so no clock is asked.
            withdrawals.delete_withdrawn(connection, service=self._service, now=now)
            self._fire_at_rest(connection, TIMED_OUT, spared)
        with self._store.transaction() as connection:
            believed = retention.clock_is_believed(connection, now=now)
            if not believed or retention.all_is_held(connection):
                return
            drafts.expire_drafts(connection, kept=self._kept, now=now, but=spared)
            visit_upkeep.forget_visits(connection, kept=self._kept, now=now)
            help_calls.forget_calls(connection, kept=self._kept, now=now)
            slip_uses.forget_uses(connection, now=now)
            needs.forget_needs(connection, kept=self._needs_kept, now=now)
            alerts.forget_alerts(connection, kept=self._sent_kept, now=now)
            feedback.forget_words(connection, settled(connection, now.date()), today=now.date())
            forget_note_words(connection, today=now.date())
        while self._delete_acknowledged(now) == retention.AT_ONCE:
            pass
        self._store.forget_deleted()

    def _delete_acknowledged(self, now: datetime) -> int:
        with self._store.transaction() as connection:
            return retention.delete_acknowledged(connection, kept=self._sent_kept, now=now)


def _tell_failure(future: Future[None]) -> None:
    if (failure := future.exception()) is not None:
        log_failure("keeping the store tidy", failure)


def _tell_unchecked(future: Future[None]) -> None:
    if (failure := future.exception()) is not None:
        log_failure("checking the store's file", failure)
