"""`sync`: what waits goes to the central service, once."""

import argparse
import random
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from kiosk.commands.bar import Bar
from kiosk.commands.fetched import report_document, report_lines
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.visits import visits_document, visits_lines
from kiosk.errors import CentralError, SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Settings
from kiosk.store import outbox
from kiosk.store.database import Store
from kiosk.sync.connect import client_for, service_in
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.sync.fetch.fetching import fetch_due, may_fetch
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.heartbeat import About, about
from kiosk.sync.line import send_and_note
from kiosk.sync.send import SyncReport
from kiosk.sync.tasks import TasksReport, fetch_tasks
from kiosk.sync.tasks_wanted import tasks_wanted

SAFE = "What waits is safe here and goes by itself."


def sync(arguments: argparse.Namespace) -> Outcome:
    """Sends everything that waits, once; then fetches what is new."""
    settings = settings_for(arguments)
    service_in(settings.central)
    with (
        opened_store(settings) as store,
        closing(client_for(settings.central, store, clock=_now)) as client,
    ):
        bar = Bar(sys.stderr, now=_now, quiet=arguments.json)
        report = _send(store, client, bar, about_kiosk(store, settings))
        came = fetch_due(store, client, settings, now=_now()) if may_fetch(report) else None
        visits = _fetch_visits(store, client, settings)
        with store.reading() as connection:
            refused = outbox.counts(connection).refused
    document = _sync_document(report, refused) | visits_document(visits)
    document |= {"fetched": report_document(came)}
    told = [_told(report, refused), *report_lines(came), *visits_lines(visits)]
    return Outcome(_sync_code(report, refused), document, "\n".join(told))


def about_kiosk(store: Store, settings: Settings) -> About | None:
    """What the service is told of this kiosk; a desk's PC is none."""
    if settings.reception.alone:
        return None
    known = with_clinic_settings(store, settings).settings
    return about(known, partial(_forms, store, known))


def _forms(store: Store, settings: Settings) -> list[str]:
    return [form.canonical for form in _offered(store, settings)]


def _offered(store: Store, settings: Settings) -> tuple[Questionnaire, ...]:
    try:
        return tuple(at_hand(store, settings).forms)
    except SettingsInvalid:
        return ()  # a form that can't be used keeps no response here


def _send(store: Store, client: FhirClient, bar: Bar, kiosk: About | None) -> SyncReport:
    jitter = random.Random()  # noqa: S311 - spreads load
    try:
        report = send_and_note(store, client, now=_now, jitter=jitter, told=bar.tell, kiosk=kiosk)
    finally:
        bar.end()
    if report.error is None and not report.sent and not report.busy:
        # With nothing to send, nothing else has asked whether the service is there.
        return replace(report, error=_trouble(client))
    return report


def _fetch_visits(store: Store, client: FhirClient, settings: Settings) -> TasksReport | None:
    """None where the settings want none, and no form has to be read for that."""
    if tasks_wanted(settings, ()) is None:
        return None
    wanted = tasks_wanted(settings, _offered(store, settings))
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
    if not report.waiting and report.error is None and not refused:
        lines.append("Everything has arrived at the central service.")
    if refused:
        lines.append(
            f"Refused by the central service and kept here: {refused}. See: kiosk outbox list"
        )
    if report.error is not None:
        lines += [str(report.error), report.error.advice]
    if report.waiting:
        lines.append(SAFE)
    return "\n".join(line for line in lines if line)
