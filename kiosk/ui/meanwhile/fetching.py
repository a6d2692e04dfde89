"""Fetches from the centre every so often while the window lives, always after the sender."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.fetch.fetching import FetchReport, fetch_due, may_fetch
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane

Clock = Callable[[], datetime]


class Fetcher(QObject):
    """Fetches when the sender has done its part and it is time again.

    Args:
        store: where it is kept.
        lane: the sender's: the two never use the client at once.
        client: the sender's.
        settings: of this PC.
        now: the clock.

    Signals:
        fetched: a run ended; carries its `FetchReport`.
    """

    fetched = Signal(object)

    def __init__(
        self, store: Store, lane: Lane, client: FhirClient, settings: Settings, now: Clock
    ) -> None:
        super().__init__()
        self._store, self._lane, self._client = store, lane, client
        self._settings, self._now = settings, now
        self._every = timedelta(seconds=settings.central.fetch_every_s)
        self._last: datetime | None = None
        self._running, self._wanted, self._closing = False, True, False

    @Slot(object)
    def sent(self, report: SyncReport) -> None:
        """The sender ended a run; now what is due is fetched, where the line is good."""
        if self._running or self._closing or not may_fetch(report) or not self._is_due():
            return
        self._running, self._wanted = True, True
        self._lane.run(self._fetch, self._done)

    @Slot()
    def give_way(self) -> None:
        """Something is to be sent: the rest is fetched another time."""
        self._wanted = False

    def close(self) -> None:
        """Begins nothing more."""
        self._closing, self._wanted = True, False

    def _is_due(self) -> bool:
        now = self._now()
        # A clock that was set back must not stop it until the old time comes round.
        return self._last is None or not timedelta() <= now - self._last < self._every

    def _fetch(self) -> FetchReport:
        return fetch_due(
            self._store, self._client, self._settings, now=self._now(), go_on=self._goes_on
        )

    def _goes_on(self) -> bool:
        return self._wanted

    def _done(self, future: Future[FetchReport]) -> None:
        self._running = False
        if (failure := future.exception()) is not None:
            log_failure("fetching", failure)  # what is here stays; it is tried again
            self._last = self._now()
            return
        if self._wanted:
            self._last = self._now()
        self.fetched.emit(future.result())
