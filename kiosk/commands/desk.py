"""`sync`, `status` and `export`: what the desk and IT do with what came in."""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from kiosk import __version__
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import CentralError, SettingsInvalid, Unreachable
from kiosk.export.csv_wide import write_csv
from kiosk.settings import Settings
from kiosk.store import audit, drafts, feedback, outbox, submissions
from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport, send_due


def sync(arguments: argparse.Namespace) -> Outcome:
    """Sends everything that waits, once."""
    settings = settings_for(arguments)
    if settings.central.url is None:
        raise SettingsInvalid(
            "No central service is named in the settings.",
            advice='Add its address: [central] url = "https://…/fhir"',
        )
    with opened_store(settings) as store:
        client = FhirClient(settings.central.url, timeout_s=settings.central.timeout_s)
        try:
            report = send_due(store, client, now=_now, jitter=random.Random())  # noqa: S311 - spreads load
            if report.error is None and not report.sent:
                report = replace(report, error=_unreachable(client))
        finally:
            client.close()
        with store.reading() as connection:
            refused = outbox.counts(connection).refused
    return Outcome(_sync_code(report, refused), _sync_document(report, refused), _told(report))


def status(arguments: argparse.Namespace) -> Outcome:
    """How the queue stands. Offline is normal and no error."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        document = _status_document(store, settings)
    return Outcome(0, document, _status_text(document))


def export(arguments: argparse.Namespace) -> Outcome:
    """Writes stored responses to a file; an export of nothing is no error and says so."""
    with opened_store(settings_for(arguments)) as store:
        count = write_csv(partial(_chosen, store, arguments), arguments.out)
        with store.transaction() as connection:
            subject = f"{arguments.format}, {count} responses"
            audit.record(connection, actor="desk", action="export", subject=subject, now=_now())
    document = {"file": str(arguments.out), "format": arguments.format, "responses": count}
    if count == 0:
        return Outcome(0, document, f"No responses match. {arguments.out} holds only the heading.")
    return Outcome(0, document, f"{count} responses are in {arguments.out}")


def _unreachable(client: FhirClient) -> Unreachable | None:
    """Why the service can't be reached: with nothing to send, nothing else has asked it."""
    try:
        client.capability()
    except Unreachable as error:
        return error
    except CentralError:
        return None
    return None


def _now() -> datetime:
    return datetime.now(UTC)


def _chosen(store: Store, arguments: argparse.Namespace) -> Iterator[submissions.Submission]:
    with store.reading() as connection:
        yield from submissions.submissions(
            connection,
            questionnaire=arguments.form,
            since=_midnight(arguments.since),
            until=_midnight(arguments.until, days=1),
            unsynced=arguments.unsynced,
        )


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The local midnight that begins a day, or, with `days=1`, ends it."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time()).astimezone()


def _sync_code(report: SyncReport, refused: int) -> int:
    if report.error is not None and report.error.exit_code == CentralError.exit_code:
        return CentralError.exit_code
    return 1 if refused else 0


def _sync_document(report: SyncReport, refused: int) -> dict[str, Any]:
    return {
        "sent": report.sent,
        "refused": refused,
        "waiting": report.waiting,
        "error": None if report.error is None else str(report.error),
    }


def _told(report: SyncReport) -> str:
    lines = [f"Sent {report.sent}. Waiting {report.waiting}."]
    if report.refused:
        lines.append(f"Refused by the central service: {report.refused}. They are kept here.")
    if report.error is not None:
        lines.append(f"{report.error} What waits is safe here and goes by itself.")
    return "\n".join(lines)


def _status_document(store: Store, settings: Settings) -> dict[str, Any]:
    with store.reading() as connection:
        queue = outbox.counts(connection)
        return {
            "version": __version__,
            "clinic": settings.clinic.name,
            "kiosk": store.kiosk_id,
            "central": settings.central.url,
            "waiting": queue.waiting,
            "sent": queue.sent,
            "refused": queue.refused,
            "oldestWaiting": _stamp(queue.oldest_waiting),
            "lastSent": _stamp(queue.last_sent),
            "lastError": queue.last_error,
            "drafts": len(drafts.list_drafts(connection)),
            "remarksWaiting": feedback.waiting_count(connection),
        }


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _status_text(status: dict[str, Any]) -> str:
    lines = [
        f"{status['clinic']} · kiosk {status['version']}",
        f"Central service   {status['central'] or 'none named in the settings'}",
        f"Waiting           {status['waiting']}"
        + (f", the oldest since {status['oldestWaiting']}" if status["oldestWaiting"] else ""),
        f"Sent              {status['sent']}, last {status['lastSent'] or 'never'}",
        f"Refused           {status['refused']}",
        f"Unfinished forms  {status['drafts']}",
        f"Remarks waiting   {status['remarksWaiting']} (shown to the desk five at a time)",
    ]
    if status["lastError"] and status["waiting"]:
        lines.append(f"Last try          {status['lastError']}")
    return "\n".join(lines)
