"""The kiosks of a clinic, as the centre knows them; what it said last is kept for when it is away.

What the centre says is bounded and read with care (`kiosk.sync.device`): it is not trusted either.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from kiosk.forms.foreign import moment
from kiosk.store.database import Store
from kiosk.store.facts import fact, keep_fact
from kiosk.sync.device import (
    CLINIC_SYSTEM,
    TYPE,
    TYPE_SYSTEM,
    State,
    clinic_code,
    from_fhir,
)
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, matches

LIMITS: Final = Limits(pages=20, resources=500)
"""More kiosks than this are no clinic; who has more asks the service itself."""

_FACT: Final = "fleet"
_PAGE: Final = 100
_ESCAPED = re.compile(r"([\\,|$])")


@dataclass(frozen=True)
class Seen:
    """One kiosk of the fleet.

    Attributes:
        state: how it stands, as it said.
        at: when the centre heard that, by this PC's clock; None where nothing tells.
        most_events: how many events its audit was ever known here to have.
    """

    state: State
    at: datetime | None
    most_events: int


@dataclass(frozen=True)
class Fleet:
    """The kiosks of one clinic.

    Attributes:
        base: the address of the service that was asked.
        clinic: whose kiosks.
        asked: when, by this PC's clock.
        kiosks: in no order.
        whole: whether these are all.
    """

    base: str
    clinic: str
    asked: datetime
    kiosks: tuple[Seen, ...]
    whole: bool = True


def fetch_fleet(store: Store, client: FhirClient, clinic: str, *, now: datetime) -> Fleet:
    """Asks the centre for the kiosks of a clinic, and keeps what it says.

    Raises:
        Unreachable, NotAuthorised, Refused: it did not say; what was kept stays.
    """
    code = clinic_code(clinic)
    found = matches(client, _search(code), LIMITS)
    ahead = timedelta(seconds=client.drift() or 0.0)
    before = kept_fleet(store, client.base, clinic)
    most = {one.state.kiosk: one.most_events for one in before.kiosks} if before else {}
    kiosks = _newest(_seen(found.resources, code, ahead))
    fleet = Fleet(client.base, code, now, tuple(_counted(kiosks, most)), found.ended)
    with store.transaction() as c:
        keep_fact(c, _FACT, msgspec.json.encode(fleet).decode())
    return fleet


def kept_fleet(store: Store, base: str, clinic: str) -> Fleet | None:
    """What that service said last of that clinic's kiosks; None where it never did."""
    with store.reading() as c:
        text = fact(c, _FACT)
    try:
        fleet = msgspec.json.decode(text or "", type=Fleet)
    except msgspec.DecodeError:
        return None
    return fleet if (fleet.base, fleet.clinic) == (base, clinic_code(clinic)) else None


def _search(clinic: str) -> str:
    wanted = {"type": search_token(TYPE_SYSTEM, TYPE), "_tag": search_token(CLINIC_SYSTEM, clinic)}
    return f"Device?{urlencode(wanted | {'_count': str(_PAGE)})}"


def search_token(system: str, code: str) -> str:
    """A code as a search names it (R4, search, token)."""
    return f"{system}|" + _ESCAPED.sub(r"\\\1", code)


def _seen(resources: Iterable[Mapping[str, Any]], clinic: str, ahead: timedelta) -> Iterator[Seen]:
    for resource in resources:
        state = from_fhir(resource)
        # A service may keep old tags, and one that does not know `_tag` finds every clinic's.
        if state is not None and state.clinic == clinic:
            yield Seen(state, _heard(resource, state, ahead), state.events or 0)


def _heard(resource: Mapping[str, Any], state: State, ahead: timedelta) -> datetime | None:
    """When the service wrote it down, or else when the kiosk says; by this PC's clock."""
    meta = resource.get("meta")
    heard = moment(meta.get("lastUpdated")) if isinstance(meta, dict) else None
    try:
        if heard is None and state.told is not None:
            heard = state.told - timedelta(seconds=state.drift_s or 0)
        return None if heard is None else heard + ahead
    except OverflowError:  # beyond the calendar
        return None


def _newest(found: Iterable[Seen]) -> list[Seen]:
    """Each kiosk in service once: of several Devices that say they are it, that heard of last."""
    newest: dict[str, Seen] = {}
    for one in found:
        known = newest.get(one.state.kiosk)
        if known is None or _later(one.at, known.at):
            newest[one.state.kiosk] = one
    return [one for one in newest.values() if not one.state.retired]


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)


def _counted(kiosks: Iterable[Seen], most: Mapping[str, int]) -> Iterator[Seen]:
    for one in kiosks:
        known = max(one.most_events, most.get(one.state.kiosk, 0))
        yield replace(one, most_events=known)
