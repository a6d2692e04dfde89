"""Sends what waits while the window lives, and never disturbs the person before it."""

import random
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.schedule import next_wait
from kiosk.sync.send import SyncReport, send_due
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

Clock = Callable[[], datetime]


class Sender(QObject):
    """Sends what waits: every so often, and at once when something new was stored.

    Signals:
        reported: a run of the sender ended; carries its `SyncReport`.
    """

    reported = Signal(object)

    def __init__(
        self, store: Store, lane: Lane, client: FhirClient, *, every_s: float, now: Clock
    ) -> None:
        super().__init__()
        self._store, self._lane, self._every_s, self._now = store, lane, every_s, now
        self._client = client
        self._jitter = random.Random()  # noqa: S311 - spreads load, guards nothing
        self._failures, self._running, self._closing = 0, False, False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.wake)
        self.wake()

    def wake(self) -> None:
        """Sends now, unless it is at it."""
        if not self._running and not self._closing:
            self._running = True
            self._timer.stop()
            self._lane.run(self._send, self._done)

    def close(self) -> None:
        """Begins nothing more; a request that hangs is given up, what it sent goes again."""
        self._closing = True
        self._timer.stop()
        self._client.close()

    def _send(self) -> SyncReport:
        return send_due(
            self._store, self._client, now=self._now, jitter=self._jitter,
            go_on=lambda: not self._closing,
        )  # fmt: skip

    def _done(self, future: Future[SyncReport]) -> None:
        self._running = False
        if (failure := future.exception()) is not None:
            # Whatever is wrong with sending, the patient at the screen is not to be disturbed by
            # it, and it is tried again.
            log_failure("sending", failure)
            self._again_in(self._every_s)
            return
        report = future.result()
        self._failures = self._failures + 1 if report.error is not None else 0
        self._again_in(
            next_wait(
                report.error, every_s=self._every_s, failures=self._failures, jitter=self._jitter
            )
        )
        self.reported.emit(report)

    def _again_in(self, seconds: float) -> None:
        if not self._closing:
            self._timer.start(int(seconds * 1000))
