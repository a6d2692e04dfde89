"""`alerts`: which are open, whether a new one would be seen, and the monthly drill."""

import argparse
import random
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import stamp, when
from kiosk.settings import Settings
from kiosk.store import desk_seen
from kiosk.store.alert_list import Alert, list_alerts, load_alert, more_open, sent_at
from kiosk.store.alerts import fire_drill
from kiosk.store.database import Store
from kiosk.store.desk_seen import NO_DESK, NO_TASKS, Path
from kiosk.sync.alerts import here_of, settle_alerts, takes_alerts
from kiosk.sync.connect import client_for
from kiosk.sync.line import send_and_note

LISTED: Final = timedelta(days=40)
"""So that the last monthly drill is among them."""
_LOOK_S: Final = 1.0
PATHS: Final = {
    "": "an alert would be seen now",
    "no-responder": "nobody would see one: the settings name nobody who goes "
    "([reception] responders)",
    NO_TASKS: "nobody would see one: the central service takes no alerts (Task), so no desk "
    "elsewhere learns of one; and no desk is signed in here",
    "no-desk": "nobody would see one: no desk is signed in, here or as the centre knows",
}


def show(arguments: argparse.Namespace) -> Outcome:
    """The alerts of this kiosk; never a form, a rule or an answer."""
    settings, now = settings_for(arguments), datetime.now(UTC)
    with opened_store(settings) as store:
        document = alerts_document(store, settings, now, since=now - LISTED)
    lines = alerts_lines(document) or ["No alert is open."]
    lines += [_line(one) for one in document["alerts"] if not one["open"]]
    return Outcome(0, document, "\n".join(lines))


def drill(arguments: argparse.Namespace) -> Outcome:
    """Raise a test alert that goes the whole way, and wait until somebody takes it on."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        here = here_of(settings, store.kiosk_id)
        with store.transaction() as c:
            drill_id = fire_drill(c, here, by="kiosk", now=datetime.now(UTC))
        one = _wait(store, settings, drill_id, arguments.wait)
        with store.reading() as c:
            delivered = sent_at(c, drill_id)
    document = {
        "drill": drill_id,
        "fired": stamp(one.fired),
        "atTheCentre": stamp(delivered),
        "takenOn": stamp(one.acknowledged),
        "by": one.by or None,
        "seconds": _seconds(one.fired, one.acknowledged),
    }
    return Outcome(0 if one.by else 1, document, "\n".join(_drill_lines(document, settings)))


def alerts_document(
    store: Store, settings: Settings, now: datetime, *, since: datetime
) -> dict[str, Any]:
    """The open alerts, those fired since then, and whether a new one would be seen."""
    path = path_of(store, settings, now)
    with store.reading() as c:
        found = list_alerts(c, since=since)
        more = more_open(c, found)
    listed = [_document(one) for one in found]
    return {"path": path.why or "up", "alerts": listed, "more": more}


def path_of(store: Store, settings: Settings, now: datetime) -> Path:
    """Whether an alert would be seen now."""
    reception = settings.reception
    within, named = timedelta(seconds=reception.desk_seen_s), bool(reception.responders)
    with store.reading() as c:
        path = desk_seen.path(c, named=named, within=within, now=now)
    base = (settings.central.url or "").rstrip("/")
    if path.why == NO_DESK and base and not takes_alerts(store, base):
        return replace(path, why=NO_TASKS)
    return path


def alerts_lines(document: dict[str, Any]) -> list[str]:
    """Of the open ones a line each, for whoever must look."""
    lines = [_line(one) for one in document["alerts"] if one["open"]]
    return lines + ([f"And {document['more']} more wait."] if document["more"] else [])


def path_line(document: dict[str, Any]) -> str:
    """Whether a new one would be seen, in a sentence."""
    why = document["path"]
    return PATHS["" if why == "up" else why]


def _document(one: Alert) -> dict[str, Any]:
    return {
        "alert": one.id,
        "screen": one.place,
        "since": stamp(one.fired),
        "cause": one.cause,
        "open": one.acknowledged is None,
        "escalated": one.escalated is not None,
        "by": one.by or None,
        "takenOn": stamp(one.acknowledged),
        "drill": one.is_drill,
        "atTheCentre": one.way == "sent",
    }


def _line(one: dict[str, Any]) -> str:
    what = "Drill            " if one["drill"] else "Please look      "
    goes = "nobody has said yet that they go"
    if not one["open"]:
        goes = f"{one['by']} went, {when(one['takenOn'])}"
    return f"{what} {one['screen']}, since {when(one['since'])}: {goes}"


def _wait(store: Store, settings: Settings, drill_id: str, seconds: float) -> Alert:
    """Until somebody takes it on, or the time is over."""
    until = time.monotonic() + seconds
    while True:
        if settings.central.url is not None:
            _send(store, settings)
        with store.reading() as c:
            one = load_alert(c, drill_id)
        if one is None:
            raise RuntimeError("a drill went away")
        if one.by or time.monotonic() >= until:
            return one
        time.sleep(_LOOK_S)


def _send(store: Store, settings: Settings) -> None:
    """A kiosk that runs beside sends it by itself; both is harmless."""
    with closing(client_for(settings.central, store, clock=_now)) as client:
        jitter = random.Random()  # noqa: S311 - spreads load
        report = send_and_note(store, client, now=_now, jitter=jitter)
        if report.error is None:
            settle_alerts(store, client, here_of(settings, store.kiosk_id), now=_now())


def _now() -> datetime:
    return datetime.now(UTC)


def _seconds(begin: datetime, end: datetime | None) -> int | None:
    return None if end is None else round((end - begin).total_seconds())


def _drill_lines(document: dict[str, Any], settings: Settings) -> list[str]:
    lines = [f"Drill raised at {when(document['fired'])}."]
    if settings.central.url is not None:
        reached = document["atTheCentre"]
        lines.append(f"At the central service: {when(reached) if reached else 'not yet'}.")
    if document["by"]:
        lines.append(f"{document['by']} took it on after {document['seconds']} s.")
    else:
        lines.append("Nobody has taken it on yet. It stays open at the desk until somebody does.")
    return lines
