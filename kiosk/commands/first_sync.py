"""Right after a kiosk was let in: the service hears of it, and forms and settings come."""

import random
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

from kiosk.commands.fetched import report_document, report_lines
from kiosk.commands.sync import about_kiosk
from kiosk.errors import CentralError
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.connect import client_for
from kiosk.sync.fetch.fetching import FetchReport, fetch_due, may_fetch
from kiosk.sync.heartbeat import told_of
from kiosk.sync.line import send_and_note


class FirstSync(NamedTuple):
    """What came of it.

    Attributes:
        told: the service has this kiosk's Device.
        came: what was fetched; None where the line was not good enough.
        error: why not all of it went well.
    """

    told: bool
    came: FetchReport | None
    error: CentralError | None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "deviceTold": self.told,
            "fetched": report_document(self.came),
            "error": None if self.error is None else str(self.error),
        }

    def lines(self) -> list[str]:
        """For a person."""
        told = ["The service has this kiosk in its list (Device)."] if self.told else []
        trouble = [] if self.error is None else [str(self.error), self.error.advice]
        return [*told, *report_lines(self.came), *trouble]


def first_sync(store: Store, settings: Settings) -> FirstSync:
    """What waits is sent, this kiosk is told of, forms and settings are fetched.

    Never raises for the service; what could not be done is done by the kiosk's next sync.
    """
    with closing(client_for(settings.central, store, clock=_now)) as client:
        kiosk, jitter = about_kiosk(store, settings), random.Random()  # noqa: S311 - spreads load
        report = send_and_note(store, client, now=_now, jitter=jitter, kiosk=kiosk)
        came = fetch_due(store, client, settings, now=_now()) if may_fetch(report) else None
        told = told_of(store, client.base).at is not None
    return FirstSync(told, came, report.error or (None if came is None else came.error))


def _now() -> datetime:
    return datetime.now(UTC)
