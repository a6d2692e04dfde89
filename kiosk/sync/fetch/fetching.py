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
        error: why something could not be fetched; what was there stays.
    """

    forms: FormsReport = field(default_factory=FormsReport)
    settings_new: bool = False
    lines: int = 0
    form_events: int = 0
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
    report = FetchReport()

    def fetch_settings() -> None:
        report.settings_new = fetch_clinic_settings(store, client, settings, now=now)

    def fetch_what_is_offered() -> None:
        in_force = with_clinic_settings(store, settings).settings
        report.forms = fetch_forms(store, client, in_force, now=now, go_on=go_on)
        report.error = report.error or report.forms.error

    def fetch_lines() -> None:
        report.lines = fetch_board(store, client, now=now, go_on=go_on)

    def fetch_what_others_did() -> None:
        keys = settings.reception.slip_keys
        report.form_events = take_in_forms(store, client, keys, now=now, go_on=go_on)

    for fetch in (fetch_settings, fetch_what_is_offered, fetch_what_others_did, fetch_lines):
        if not go_on():
            break
        try:
            fetch()
        except CentralError as error:
            report.error = report.error or error
            # A service that gives no resources of one kind may give the next.
            if _is_hopeless(error) and error.outcome not in _ONE_KIND:
                break
    trouble = None if report.error is None else str(report.error)
    with store.transaction() as c:
        keep_note(c, LAST, {"at": now.isoformat(), "error": trouble})
    return report
