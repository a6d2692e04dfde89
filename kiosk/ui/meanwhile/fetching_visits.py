"""Fetches the visits that the central service asks for, while the window lives."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from PySide6.QtCore import QObject

from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.tasks import TasksReport, fetch_tasks
from kiosk.sync.tasks_wanted import TasksWanted
from kiosk.ui.guard import log_failure
from kiosk.ui.jobs import Lane


class VisitFetcher(QObject):
    """Looks for visits after each run of the sender, which has the line first.

    Args:
        store: where visits are kept.
        lane: the network lane; the client is used nowhere else.
        client: the central service, as the sender has it; who closes that ends a request here.
        wanted: which Tasks make visits now; None for none.
        now: the clock, aware.
    """

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        store: Store,
        lane: Lane,
        client: FhirClient,
        wanted: Callable[[], TasksWanted | None],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._lane, self._client = store, lane, client
        self._wanted, self._now = wanted, now
        self._running, self._closing = False, False

    def look(self) -> None:
        """Looks now, unless it is at it."""
        wanted = self._wanted()
        if wanted is None or self._running or self._closing:
            return
        self._running = True
        self._lane.run(lambda: self._fetch(wanted), self._done)

    def close(self) -> None:
        """Begins nothing more."""
        self._closing = True

    def _fetch(self, wanted: TasksWanted) -> TasksReport:
        return fetch_tasks(
            self._store, self._client, wanted, now=self._now, go_on=lambda: not self._closing
        )

    def _done(self, future: Future[TasksReport]) -> None:
        self._running = False
        if (failure := future.exception()) is not None:
            log_failure("fetching visits", failure)
