"""Tells the central service how this kiosk stands, at the end of a run whose line was good.

Once an hour, and soon when something changed that a person may have to look at. It has no place in
the outbox: only the newest counts, and what waits for the service is never held up by it. A service
that takes no Device is asked again a day later.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Final

import msgspec

from kiosk import __version__
from kiosk.errors import CentralError, Refused, Unreachable
from kiosk.forms.response import encode
from kiosk.settings import Settings, StorePlace
from kiosk.store import anchors, audit, checks, drafts, folder, outbox, space
from kiosk.store.database import Store
from kiosk.store.facts import fact, keep_fact
from kiosk.store.key import key_sign
from kiosk.store.sending import Due
from kiosk.store.tables import HEAD
from kiosk.sync.delivery import Service
from kiosk.sync.device import State, to_fhir
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome

SOONEST: Final = timedelta(minutes=5)
"""So long nothing more is told, whatever changed."""
ASK_AGAIN: Final = timedelta(hours=24)
"""A service that takes no Device is not asked with every run."""

_DEVICE: Final = "Device"
_FACT: Final = "device_told"
_TAKES_NONE: Final = (Outcome.NOT_TAKEN, Outcome.MISDIRECTED)


@dataclass(frozen=True)
class About:
    """What a kiosk's settings say of it.

    Attributes:
        name: what people call it; "" where nobody named it.
        clinic: whose it is.
        every: how often it tells how it stands, though nothing changed.
        room: what counts as too little room on its disk.
        forms: gives the canonicals of the forms it offers now.
    """

    name: str
    clinic: str
    every: timedelta
    room: StorePlace
    forms: Callable[[], Iterable[str]]


class Told(msgspec.Struct, frozen=True):
    """What a service was told of this kiosk, and how it took that.

    Attributes:
        base: its address.
        at: when it last acknowledged how this kiosk stands.
        news: what of that a person may have to look at.
        server_id: the Device's id there, where that is another than ours.
        trouble: why it takes no Device; "" where it does, or was not asked yet.
        again: it is left alone until then.
        drift: whole minutes that this clock was ahead then.
    """

    base: str
    at: datetime | None = None
    news: str = ""
    server_id: str | None = None
    trouble: str = ""
    again: datetime | None = None
    drift: int | None = None


def about(settings: Settings, forms: Callable[[], Iterable[str]]) -> About:
    """What the settings say; `forms` gives the canonicals of those that are offered."""
    every = timedelta(seconds=settings.central.heartbeat_every_s)
    return About(
        settings.clinic.kiosk, settings.clinic.name, every, settings.store, forms
    )  # fmt: skip


def tell_device(store: Store, client: FhirClient, kiosk: About, *, now: datetime) -> None:
    """Tell how this kiosk stands, where that is due.

    Never raises for the service: no line is no trouble here, and that it takes no Device is kept
    for whoever looks (`told_of`). Errors of the store are raised.
    """
    told = told_of(store, client.base)
    if told.again is not None and timedelta() < told.again - now <= ASK_AGAIN:
        return
    state = state_of(store, kiosk, drift_s=client.drift(), now=now)
    hour_went_by = told.at is None or not timedelta() <= now - told.at < kiosk.every
    # No reply told the time yet in this run: that is no news of the clock.
    same_clock = state.drift_s is None or _minutes(state) == told.drift
    if not hour_went_by and same_clock and news_in(state) == told.news:
        return
    try:
        new = _tell(store, client, kiosk, told, now)
    except CentralError as error:
        new = _failed(told, error, now)
    if new != told:
        with store.transaction() as c:
            keep_fact(c, _FACT, msgspec.json.encode(new).decode())


def told_of(store: Store, base: str) -> Told:
    """What the service at that address was told last."""
    told = told_last(store)
    return told if told is not None and told.base == base else Told(base)


def told_last(store: Store) -> Told | None:
    """What the service, wherever it is, was told last; None before any was."""
    with store.reading() as c:
        text = fact(c, _FACT)
    try:
        return msgspec.json.decode(text or "", type=Told)
    except msgspec.DecodeError:
        return None


def state_of(store: Store, kiosk: About, *, drift_s: float | None, now: datetime) -> State:
    """How this kiosk stands now; `drift_s` as in `FhirClient.drift`."""
    with store.reading() as c:
        queue, paused = outbox.counts(c), len(drafts.list_drafts(c))
        check, end, missing = checks.last_check(c), audit.head(c), anchors.missing(c)
    damaged = checks.is_marked(store.directory)
    oldest = queue.oldest_waiting
    return State(
        kiosk=store.kiosk_id,
        name=kiosk.name,
        clinic=kiosk.clinic,
        told=now,
        versions=versions(),
        waiting=queue.waiting,
        refused=queue.refused + queue.others_refused,
        oldest_s=None if oldest is None else max(int((now - oldest).total_seconds()), 0),
        last_sent=queue.last_sent,
        drift_s=None if drift_s is None else round(drift_s),
        free_mb=_free_mb(store, kiosk.room),
        checked=None if check is None else check.ended,
        sound=False if damaged else None if check is None else check.faults == 0,
        events=end.number,
        head=end.mac.hex(),
        whole=missing is None,
        forms=tuple(kiosk.forms()),
        key=key_sign(folder.read_card(store.directory).key_fingerprint),
        paused=paused,
    )


def versions() -> dict[str, str]:
    """Of the program and what it stands on, as far as they are known here."""
    known = {"program": __version__, "python": python_version(), "fhir": "4.0.1", "store": HEAD}
    known["system"] = sys.platform
    with suppress(PackageNotFoundError):  # a kiosk packed into one program knows no packages
        known["qt"] = version("PySide6-Essentials")
    return known


def news_in(state: State) -> str:
    """What of it somebody should know before the hour is over; no number that always moves."""
    return repr((
        state.name, state.clinic, sorted(state.versions.items()), bool(state.waiting),
        state.refused, state.sound, state.whole, state.forms, state.key,
    ))  # fmt: skip


def _minutes(state: State) -> int | None:
    return None if state.drift_s is None else state.drift_s // 60


def _free_mb(store: Store, room: StorePlace) -> int | None:
    try:
        return space.look(store.directory, room).free // space.MB
    except OSError:
        return None


def _tell(store: Store, client: FhirClient, kiosk: About, told: Told, now: datetime) -> Told:
    service = Service(store, client, now=lambda: now)
    known = service.ability.types
    if known and _DEVICE not in known:
        raise Refused("The central service keeps no Device.", outcome=Outcome.NOT_TAKEN)
    if client.drift() is None:
        client.read(_DEVICE, told.server_id or store.kiosk_id, fresh=True)
    state = state_of(store, kiosk, drift_s=client.drift(), now=now)
    content = encode(to_fhir(state))
    server_id = service.deliver(_due(store, content, told.server_id)).server_id
    if server_id not in (told.server_id, store.kiosk_id):
        # It may have been there already, as it stood long ago.
        service.deliver(_due(store, content, server_id))
    theirs = None if server_id == store.kiosk_id else server_id
    new = Told(told.base, now, news_in(state), theirs, again=now + SOONEST)
    return msgspec.structs.replace(new, drift=_minutes(state))


def _due(store: Store, content: bytes, server_id: str | None) -> Due:
    return Due(0, _DEVICE, store.kiosk_id, content, 0, server_id=server_id)


def _failed(told: Told, error: CentralError, now: datetime) -> Told:
    if isinstance(error, Unreachable) and not error.sent:
        return told  # there is no line; the next run tries again
    replace = msgspec.structs.replace
    if error.outcome in (*_TAKES_NONE, Outcome.CHANGED) and told.server_id is not None:
        return replace(told, server_id=None, again=now + SOONEST)  # that one is gone there
    never = error.outcome in (*_TAKES_NONE, Outcome.FORBIDDEN) or isinstance(error, Refused)
    if never:
        return replace(told, trouble=str(error), again=now + ASK_AGAIN)
    asked = error.retry_after_s if isinstance(error, Unreachable) else None
    wait = max(SOONEST, timedelta(seconds=asked or 0.0))
    return replace(told, again=now + min(wait, ASK_AGAIN))
