"""`sync`: what waits goes to the central service, once."""

import argparse
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.visits import visits_document, visits_lines
from kiosk.errors import CentralError, SettingsInvalid
from kiosk.offered import read_forms
from kiosk.settings import Settings
from kiosk.store import outbox
from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport, send_due
from kiosk.sync.tasks import TasksReport, fetch_tasks
from kiosk.sync.tasks_wanted import tasks_wanted

SAFE = "What waits is safe here and goes by itself."


def sync(arguments: argparse.Namespace) -> Outcome:
    """Sends everything that waits, once."""
    settings = settings_for(arguments)
    if settings.central.url is None:
        raise SettingsInvalid(
            "No central service is named in the settings.",
            advice='Add its address: [central] url = "https://…/fhir"',
        )
    client = FhirClient(settings.central.url, timeout_s=settings.central.timeout_s)
    try:
        with opened_store(settings) as store:
            report = _send(store, client)
            visits = _fetch_visits(store, client, settings)
            with store.reading() as connection:
                refused = outbox.counts(connection).refused
    finally:
        client.close()
    document = _sync_document(report, refused) | visits_document(visits)
    told = [_told(report, refused), *visits_lines(visits)]
    return Outcome(_sync_code(report, refused), document, "\n".join(told))


def _send(store: Store, client: FhirClient) -> SyncReport:
    report = send_due(store, client, now=_now, jitter=random.Random())  # noqa: S311 - spreads load
    if report.error is None and not report.sent and not report.busy:
        # With nothing to send, nothing else has asked whether the service is there.
        return replace(report, error=_trouble(client))
    return report


def _fetch_visits(store: Store, client: FhirClient, settings: Settings) -> TasksReport | None:
    """None where the settings want none, and no form has to be read for that."""
    if tasks_wanted(settings, ()) is None:
        return None
    wanted = tasks_wanted(settings, read_forms(settings.patient.forms))
    return None if wanted is None else fetch_tasks(store, client, wanted, now=_now)


def _trouble(client: FhirClient) -> CentralError | None:
    try:
        client.capability()
    except CentralError as error:
        return error
    return None


def _now() -> datetime:
    return datetime.now(UTC)


def _sync_code(report: SyncReport, refused: int) -> int:
    unreached = report.error is not None and report.error.exit_code == CentralError.exit_code
    if unreached or (report.waiting and not report.busy):
        return CentralError.exit_code
    return 1 if refused else 0


def _sync_document(report: SyncReport, refused: int) -> dict[str, Any]:
    return {
        "sent": report.sent,
        "refused": refused,
        "waiting": report.waiting,
        "remarksSent": report.remarks_sent,
        "error": None if report.error is None else str(report.error),
    }


def _told(report: SyncReport, refused: int) -> str:
    if report.busy:
        return "Another process of this kiosk is sending just now; nothing was done here."
    lines = [f"Sent {report.sent}. Waiting {report.waiting}."]
    if refused:
        lines.append(f"Refused by the central service and kept here: {refused}. See: kiosk status")
    if report.error is not None:
        lines += [str(report.error), report.error.advice]
    if report.waiting:
        lines.append(SAFE)
    return "\n".join(line for line in lines if line)
