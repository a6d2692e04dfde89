"""A run of the sender that notes since when the service can't be reached."""

import random
from collections.abc import Callable
from datetime import datetime

from kiosk.errors import CentralError, Unreachable
from kiosk.store.database import Store
from kiosk.store.line import down_since, note_line
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.heartbeat import About
from kiosk.sync.outgoing import Progress
from kiosk.sync.send import SyncReport, send_due


def send_and_note(  # noqa: PLR0913 - keyword-only beyond the two
    store: Store,
    client: FhirClient,
    *,
    now: Callable[[], datetime],
    jitter: random.Random,
    go_on: Callable[[], bool] = lambda: True,
    told: Callable[[Progress], None] = lambda _: None,
    kiosk: About | None = None,
) -> SyncReport:
    """As `send_due`; afterwards staff can be told since when nothing went through."""
    began = now()
    report = send_due(store, client, now=now, jitter=jitter, go_on=go_on, told=told, kiosk=kiosk)
    if go_on() and (down := _is_down(report)) is not None:
        with store.reading() as c:
            known = down_since(c) is not None
        if known != down:
            with store.transaction() as c:
                note_line(c, down=down, now=began)
    return report


def _is_down(report: SyncReport) -> bool | None:
    """None: this run did not find out, for it had nothing to send."""
    went = bool(report.sent or report.refused or report.remarks_sent)
    error = report.error
    if error is not None and error.exit_code == CentralError.exit_code:
        # One resource that the service can't bear is no line that is down.
        return not went or not isinstance(error, Unreachable) or error.everything
    return False if went else None
