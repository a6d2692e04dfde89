"""Fetches everything, once, after the sender: what was answered goes first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.errors import CentralError, NotAuthorised, Unreachable
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.store.notes import keep_note
from kiosk.sync.fetch.board import fetch_board
from kiosk.sync.fetch.clinic import fetch_clinic_settings, with_clinic_settings
from kiosk.sync.fetch.forms import FormsReport, fetch_forms
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.counting import take_in_counts
from kiosk.sync.improving.taking_in import take_in_forms
from kiosk.sync.send import SyncReport
from kiosk.sync.verdict import Outcome

LAST: Final = "fetched"
"""The note of the last run: `at` as ISO text, `error` as a sentence or None."""

_ONE_KIND: Final = (Outcome.NOT_TAKEN, Outcome.FORBIDDEN)


@dataclass
class FetchReport:
    """What one run fetched.

    Attributes:
        forms: what became of the forms.
        settings_new: there are new settings of the clinic, for the next start.
        lines: how many lines of the board are here.
        form_events: how much is new of what the clinic's other PCs did about forms.
        counts: how many reports of what other kiosks counted are new.
        error: why something could not be fetched; what was there stays.
    """

    forms: FormsReport = field(default_factory=FormsReport)
    settings_new: bool = False
    lines: int = 0
    form_events: int = 0
    counts: int = 0
    error: CentralError | None = None


def may_fetch(sent: SyncReport) -> bool:
    """Whether the line was good enough for the sender, which has gone first."""
    return not sent.busy and not (sent.error is not None and _is_hopeless(sent.error))


def _is_hopeless(error: CentralError) -> bool:
    """Whether another request would fare no better now."""
    return isinstance(error, NotAuthorised) or (isinstance(error, Unreachable) and error.everything)


def fetch_due(
    store: Store,
    client: FhirClient,
    settings: Settings,
    *,
    now: datetime,
    go_on: Callable[[], bool] = lambda: True,
) -> FetchReport:
    """Fetches clinic settings, forms with their value sets, what others did, and the board.

    Args:
        store: where it is kept.
        client: the central service.
        settings: those of this PC, without what the centre says.
        now: the moment.
        go_on: asked before each request; `False` ends the run early.

    Never raises for the service: what went wrong is in the report, and what was there stays.
    """
    run = _Run(store, client, settings, now, go_on)
    for fetch in (run.settings_, run.offered, run.done_elsewhere, run.board, run.counted):
        if not go_on():
            break
        try:
            fetch()
        except CentralError as error:
            run.report.error = run.report.error or error
            # A service that gives no resources of one kind may give the next.
            if _is_hopeless(error) and error.outcome not in _ONE_KIND:
                break
    report = run.report
    trouble = None if report.error is None else str(report.error)
    with store.transaction() as c:
        keep_note(c, LAST, {"at": now.isoformat(), "error": trouble})
    return report


@dataclass
class _Run:
    """One run, kind by kind."""

    store: Store
    client: FhirClient
    settings: Settings
    now: datetime
    go_on: Callable[[], bool]
    report: FetchReport = field(default_factory=FetchReport)

    def settings_(self) -> None:
        new = fetch_clinic_settings(self.store, self.client, self.settings, now=self.now)
        self.report.settings_new = new

    def offered(self) -> None:
        in_force = with_clinic_settings(self.store, self.settings).settings
        found = fetch_forms(self.store, self.client, in_force, now=self.now, go_on=self.go_on)
        self.report.forms, self.report.error = found, self.report.error or found.error

    def done_elsewhere(self) -> None:
        keys = self.settings.reception.slip_keys
        self.report.form_events = take_in_forms(
            self.store, self.client, keys, now=self.now, go_on=self.go_on
        )

    def board(self) -> None:
        self.report.lines = fetch_board(self.store, self.client, now=self.now, go_on=self.go_on)

    def counted(self) -> None:
        found = take_in_counts(self.store, self.client, now=self.now, go_on=self.go_on)
        self.report.counts = found
