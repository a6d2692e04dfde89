"""`sync` and `status`: what waits, what was sent, what was refused."""

import argparse
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kiosk import __version__
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.withheld import withheld
from kiosk.errors import CentralError, SettingsInvalid
from kiosk.export.flatten import form_name
from kiosk.settings import Settings
from kiosk.store import drafts, feedback, outbox
from kiosk.store.database import Store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport, send_due

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
            with store.reading() as connection:
                refused = outbox.counts(connection).refused
    finally:
        client.close()
    document = _sync_document(report, refused)
    return Outcome(_sync_code(report, refused), document, _told(report, refused))


def status(arguments: argparse.Namespace) -> Outcome:
    """How the queue stands. Offline is normal and no error."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        document = _status_document(store, settings)
    return Outcome(0, document, _status_text(document))


def _send(store: Store, client: FhirClient) -> SyncReport:
    report = send_due(store, client, now=_now, jitter=random.Random())  # noqa: S311 - spreads load
    if report.error is None and not report.sent and not report.busy:
        # With nothing to send, nothing else has asked whether the service is there.
        return replace(report, error=_trouble(client))
    return report


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


def _status_document(store: Store, settings: Settings) -> dict[str, Any]:
    with store.reading() as connection:
        queue = outbox.counts(connection)
        refusals = outbox.refusals(connection)
        paused = len(drafts.list_drafts(connection))
        remarks = feedback.waiting_count(connection)
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
        "refusals": [_refusal(one) for one in refusals],
        "paused": paused,
        "remarksWaiting": remarks,
        "notOffered": withheld(settings),
    }


def _refusal(refusal: outbox.Refusal) -> dict[str, Any]:
    return {
        "response": refusal.resource_id,
        "questionnaire": refusal.questionnaire,
        "since": _stamp(refusal.since),
        "reason": refusal.error,
    }


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _when(stamp: str | None) -> str:
    """A moment as a person here reads it; "never" for none."""
    if stamp is None:
        return "never"
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def _status_text(status: dict[str, Any]) -> str:
    oldest = f", the oldest since {_when(status['oldestWaiting'])}" if status["waiting"] else ""
    lines = [
        f"{status['clinic']} · kiosk {status['version']}",
        f"Central service   {status['central'] or 'none named in the settings'}",
        f"Waiting           {status['waiting']}{oldest}",
        f"Sent              {status['sent']}, the last: {_when(status['lastSent'])}",
        f"Refused           {status['refused']}",
        f"Paused forms      {status['paused']} (staff can resume them on the kiosk)",
        f"Remarks waiting   {status['remarksWaiting']} (shown to the desk five at a time)",
    ]
    if status["lastError"] and status["waiting"]:
        lines.append(f"Last try          {status['lastError']}")
    lines += [_refusal_text(refusal) for refusal in status["refusals"]]
    return "\n".join(lines + status["notOffered"])


def _refusal_text(refusal: dict[str, Any]) -> str:
    form = form_name(refusal["questionnaire"] or "unknown form")
    return (
        f"Refused since {_when(refusal['since'])}: {form}, {refusal['response']}\n"
        f"  {refusal['reason']}\n"
        "  It is kept here and in every export; sending it again would not help."
    )
