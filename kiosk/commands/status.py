"""`status`: what waits, what was sent, what was refused and why."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from kiosk import __version__
from kiosk.commands.access_checks import access_shown
from kiosk.commands.alerts import alerts_document, alerts_lines, path_line, path_of
from kiosk.commands.audit import break_lines, soundness
from kiosk.commands.fetched import fetched_document, fetched_lines
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.scheduled import schedule_document, schedule_lines
from kiosk.commands.sending_lines import look, sending_lines, standing_document
from kiosk.commands.set_up_shown import set_up_document, set_up_line
from kiosk.commands.times import stamp, when
from kiosk.commands.withheld import drafts_shown, withheld
from kiosk.desk.schedule import last_run
from kiosk.export.flatten import form_name
from kiosk.settings import Settings
from kiosk.store import checks, drafts, help_calls, holds, outbox, space
from kiosk.store.database import Store
from kiosk.store.salvage import to_look_after
from kiosk.store.standing import Standing
from kiosk.sync.fetch.clinic import with_clinic_settings


def status(arguments: argparse.Namespace) -> Outcome:
    """How the queue stands. Offline is normal and no error."""
    settings, now = settings_for(arguments), datetime.now(UTC)
    with opened_store(settings) as store:
        in_force = with_clinic_settings(store, settings)
        came = fetched_document(store, in_force)
        stands = look(store, settings.central, now)
        document = _status_document(store, in_force.settings, stands) | {"fetched": came}
    lines = list(sending_lines(stands)) if settings.central.url else []
    told = [_status_text(document, lines, now), *fetched_lines(came, settings)]
    return Outcome(0, document, "\n".join(told))


def _status_document(store: Store, settings: Settings, stands: Standing) -> dict[str, Any]:
    queue, now = stands.counts, stands.at
    with store.reading() as connection:
        refusals = outbox.refusals(connection)
        paused = len(drafts.list_drafts(connection))
        calls = help_calls.open_calls(connection)
        held = holds.holds(connection)
        check = checks.last_check(connection)
    salvaged, room = to_look_after(store), space.look(store.directory, settings.store)
    return {
        "version": __version__,
        "clinic": settings.clinic.name,
        "kiosk": store.kiosk_id,
        "central": settings.central.url,
        "access": access_shown(store, settings.central, datetime.now(UTC)),
        "waiting": queue.waiting,
        "sent": queue.sent,
        "refused": queue.refused,
        "oldestWaiting": stamp(queue.oldest_waiting),
        "lastSent": stamp(queue.last_sent),
        "lastError": queue.last_error,
        **standing_document(stands),
        "refusals": [_refusal(one) for one in refusals],
        "helpWanted": [{"kiosk": call.kiosk, "since": stamp(call.asked)} for call in calls],
        "setUp": set_up_document(store),
        "paused": paused,
        "holds": len(held),
        "audit": soundness(store),
        "alerts": alerts_document(store, settings, now, since=now),
        "scheduledExport": schedule_document(settings, last_run(store), now),
        "notOffered": withheld(settings, path_of(store, settings, now).why),
        "draftsShown": drafts_shown(settings),
        "store": {
            "lastCheck": None if check is None else stamp(check.ended),
            "damaged": checks.is_marked(store.directory),
            "freeMB": room.free // space.MB,
            "diskLow": room.low,
            "salvaged": [] if salvaged is None else list(salvaged.sentences()),
        },
    }


def _refusal(refusal: outbox.Refusal) -> dict[str, Any]:
    return {
        "response": refusal.resource_id,
        "questionnaire": refusal.questionnaire,
        "since": stamp(refusal.since),
        "reason": refusal.error,
    }


def _status_text(status: dict[str, Any], sending: list[str], now: datetime) -> str:
    oldest = f", the oldest since {when(status['oldestWaiting'])}" if status["waiting"] else ""
    lines = [
        f"{status['clinic']} · kiosk {status['version']}",
        f"Central service   {status['central'] or 'none named in the settings'}",
        f"Waiting           {status['waiting']}{oldest}",
        f"Sent              {status['sent']}, the last: {when(status['lastSent'])}",
        f"Refused           {status['refused']}",
        *sending,
        f"Paused forms      {status['paused']} (staff can resume them on the kiosk)",
    ]
    lines.append(f"Alerts            {path_line(status['alerts'])}")
    if status["setUp"] is not None:
        lines.append(f"Set up            {set_up_line(status['setUp'])}")
    if status["holds"]:
        lines.append(f"Legal holds       {status['holds']} (see: kiosk hold list)")
    lines += [f"Audit             {line} See: kiosk audit" for line in break_lines(status["audit"])]
    if status["access"]["retired"]:
        lines.append(f"Out of service    since {when(status['access']['retired'])}: kiosk wipe")
    troubles = status["access"]["trouble"]
    lines += [f"Access            {line} See: kiosk enrol --show" for line in troubles]
    if status["lastError"] and status["waiting"]:
        lines.append(f"Last try          {status['lastError']}")
    # First: somebody stands at the screen and waits.
    lines[1:1] = [_call_text(call, now) for call in status["helpWanted"]]
    lines[1:1] = alerts_lines(status["alerts"])
    lines += schedule_lines(status["scheduledExport"])
    lines += [*_store_lines(status["store"])]
    lines += [_refusal_text(refusal) for refusal in status["refusals"]]
    return "\n".join(lines + status["notOffered"] + status["draftsShown"])


def _store_lines(store: dict[str, Any]) -> Iterator[str]:
    found = "it is damaged" if store["damaged"] else "it is sound"
    last = store["lastCheck"]
    yield f"Store checked     {when(last)}{f': {found}' if last or store['damaged'] else ''}"
    if store["damaged"]:
        yield "  Restart the kiosk: it sets the damaged file aside and saves what can be read."
    yield from (f"  {sentence}" for sentence in store["salvaged"])
    yield f"Room on the disk  {store['freeMB']} MB"
    if store["diskLow"]:
        yield "  Too little: no new form begins until there is more. What is stored stays."


def _call_text(call: dict[str, Any], now: datetime) -> str:
    minutes = int((now - datetime.fromisoformat(call["since"])).total_seconds() // 60)
    ago = f"{minutes} minute{'s' * (minutes != 1)} ago" if minutes > 0 else "just now"
    return f"Help wanted       Somebody at the screen asked for help {ago}"


def _refusal_text(refusal: dict[str, Any]) -> str:
    form = form_name(refusal["questionnaire"] or "unknown form")
    return (
        f"Refused since {when(refusal['since'])}: {form}, {refusal['response']}\n"
        f"  {refusal['reason']}\n"
        "  It is kept here and in every export. What can be done: kiosk outbox --help"
    )
