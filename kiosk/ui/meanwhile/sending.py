"""Sends what waits while the window lives, and never disturbs the person before it."""

import random
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.store.database import Store
from kiosk.store.unsent import hurry
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.heartbeat import About
from kiosk.sync.line import send_and_note
from kiosk.sync.outgoing import Progress
from kiosk.sync.pace import Pace
from kiosk.sync.schedule import next_wait
from kiosk.sync.send import SyncReport
from kiosk.sync.verdict import Outcome
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

Clock = Callable[[], datetime]

TOLD_EVERY: Final = timedelta(milliseconds=250)
"""No more often is it told how far a run is: a screen need not be drawn more often for that."""

ASKED_TO_WAIT: Final = frozenset({Outcome.BUSY, Outcome.UNAVAILABLE})
"""The service itself said when to come again: a person who is in a hurry does not change that."""


class Sender(QObject):
    """Sends what waits: every so often, and at once when something new was stored.

    Signals:
        reported: a run of the sender ended; carries its `SyncReport`.
        broke: a run failed by itself; it is tried again.
        progressed: a run is so far; carries its `kiosk.sync.pace.Share`.
    """

    reported = Signal(object)
    broke = Signal()
    progressed = Signal(object)

    def __init__(  # noqa: PLR0913 - keyword-only beyond the three
        self,
        store: Store,
        lane: Lane,
        client: FhirClient,
        *,
        every_s: float,
        now: Clock,
        kiosk: About | None = None,
    ) -> None:
        super().__init__()
        self._store, self._lane, self._every_s, self._now = store, lane, every_s, now
        self._client, self._kiosk = client, kiosk
        self._jitter = random.Random()  # noqa: S311 - spreads load, guards nothing
        self._failures, self._running, self._closing = 0, False, False
        self._again = self._hurried = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.wake)
        self.wake()

    @property
    def running(self) -> bool:
        """Whether it is at it."""
        return self._running

    @property
    def goes_on(self) -> bool:
        """Whether it is at it, or begins once more at once."""
        return self._running or (self._timer.isActive() and not self._timer.interval())

    @Slot()
    def wake(self) -> None:
        """Sends now; while it is at it, once more after that: that run may be past what is new."""
        if self._running:
            self._again = True
        elif not self._closing:
            self._running, self._again = True, False
            self._timer.stop()
            self._lane.run(self._send, self._done)

    def hurry(self) -> None:
        """Sends now what would have its turn later, too: a person asks for it."""
        self._hurried = True
        self.wake()

    def close(self) -> None:
        """Begins nothing more; a request that hangs is given up, what it sent goes again."""
        self._closing = True
        self._timer.stop()
        self._client.close()

    def _send(self) -> SyncReport:
        if self._hurried:
            self._hurried = False
            with self._store.transaction() as c:
                hurry(c, but=ASKED_TO_WAIT)
        return send_and_note(
            self._store, self._client, now=self._now, jitter=self._jitter,
            go_on=lambda: not self._closing, told=self._teller(),
            kiosk=self._kiosk,
        )  # fmt: skip

    def _teller(self) -> Callable[[Progress], None]:
        """Tells how far it is, now and then and at the end; called on the lane."""
        told = self._now()
        pace = Pace(told)

        def tell(progress: Progress) -> None:
            nonlocal told
            share, now = pace.share(progress, self._now()), self._now()
            if share.is_whole or not timedelta() <= now - told < TOLD_EVERY:
                told = now
                self.progressed.emit(share)

        return tell

    def _done(self, future: Future[SyncReport]) -> None:
        self._running = False
        if (failure := future.exception()) is not None:
            # Whatever is wrong with sending, the patient at the screen is not to be disturbed by
            # it, and it is tried again.
            log_failure("sending", failure)
            self._again_in(self._every_s)
            self.broke.emit()
            return
        report = future.result()
        self._failures = self._failures + 1 if report.error is not None else 0
        wait = next_wait(
            report.error, every_s=self._every_s, failures=self._failures, jitter=self._jitter
        )
        at_once = self._hurried or (self._again and report.error is None)
        self._again_in(0.0 if at_once else wait)
        self.reported.emit(report)

    def _again_in(self, seconds: float) -> None:
        if not self._closing:
            self._timer.start(int(seconds * 1000))
