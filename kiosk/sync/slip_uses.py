"""Visits that no Task of the centre asked for: told where they were begun, so that kiosks meet.

A slip opens a visit once at each kiosk, with no network. So each kiosk puts a Task of its own for
every visit it began, under an id made of the visit's and its own: none writes over another's. What
they have in common is the visit, as `groupIdentifier`; a search for it finds every use.

    at a visit that waits here, somebody's Task        it was begun there: the code opens nothing
    at one that was begun here, another kiosk's Task   its slip was used twice: staff are told

Nothing of a patient is in it. What the service refuses of it stands in nobody's way
(`kiosk.sync.outgoing`), and one that keeps no Task is told nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid5

from kiosk.errors import CentralError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.foreign import mapping
from kiosk.forms.response import UUID_SYSTEM
from kiosk.store import slip_uses, visit_days
from kiosk.store.database import Store
from kiosk.store.slip_uses import TASK
from kiosk.store.visits import AT_SCREEN, DONE, LEFT, PAUSED, WAITING, Visit
from kiosk.sync.ability import known_ability
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, matches
from kiosk.sync.task_reading import SDC
from kiosk.sync.verdict import Outcome

SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/task"
CODE: Final = "visit-at-screen"
NOTHING_CAME: Final = "entered-in-error"
"""Somebody sat down and left before answering: the slip is as good as unused."""
AT_ONCE: Final = 30
LIMITS: Final = Limits(pages=5, resources=500)
NAME_MOST: Final = 80

_STATUS: Final = {
    AT_SCREEN: "in-progress", PAUSED: "in-progress", DONE: "completed", LEFT: "cancelled",
    WAITING: NOTHING_CAME,
}  # fmt: skip
_STATE: Final = {"in-progress": AT_SCREEN, "completed": DONE, "cancelled": LEFT}
_URN: Final = "urn:uuid:"


class Use(NamedTuple):
    """That a visit was begun at some kiosk: whose id, what its screen is called, how far it is."""

    kiosk: str
    place: str
    state: str


def queue_uses(store: Store, base: str, *, place: str, now: datetime) -> int:
    """Queue where visits were begun here, and what became of them; how many are news.

    Args:
        store: of this kiosk.
        base: the address of the service; told nothing where it keeps no Task.
        place: what this screen is called; "" where nobody named it.
        now: the moment.
    """
    if _keeps_none(store, base):
        return 0
    with store.reading() as c:
        if slip_uses.is_held_up(c, Outcome.FORBIDDEN):
            return 0  # a kiosk may be let write responses and nothing else: one asks for all
        mine = {
            use_id(store.kiosk_id, one.id): one
            for one in visit_days.awaited_elsewhere(c, since=now, flagged=True)
            if not one.elsewhere
        }
        told = slip_uses.told_uses(c, mine.keys())
    news = {
        use: payload
        for use, one in mine.items()
        if one.begun or use in told
        if (payload := encode_json(to_fhir(store.kiosk_id, place, one))) != told.get(use)
    }
    with store.transaction() as c:
        for use, payload in news.items():
            slip_uses.tell_use(c, use, payload, now=now)
        slip_uses.forget_told(c, but=mine.keys())
    return len(news)


def look_for_uses(store: Store, client: FhirClient, *, now: datetime) -> int:
    """Ask where else the visits of today were begun; how many are news.

    One search for some thirty visits. Never raises for the service: it is asked again with the
    next run.
    """
    if _keeps_none(store, client.base):
        return 0
    with store.reading() as c:
        wanted = visit_days.awaited_elsewhere(c, since=now)
    news = 0
    for begin in range(0, len(wanted), AT_ONCE):
        some = wanted[begin : begin + AT_ONCE]
        try:
            found = matches(client, _search(one.id for one in some), LIMITS)
        except CentralError:
            return news
        uses = _by_visit(found.resources, store.kiosk_id)
        news += sum(_take_in(store, one, uses.get(one.id, {}), now) for one in some)
    return news


def use_id(kiosk_id: str, visit_id: str) -> str:
    """The id of the Task that this kiosk has of a visit."""
    return str(uuid5(UUID(kiosk_id), f"visit {visit_id}"))


def to_fhir(kiosk_id: str, place: str, visit: Visit) -> dict[str, Any]:
    """That a visit was begun here, as a Task (R4); nothing in it is of a patient."""
    begun = visit.begun or visit.made
    period = {"start": _moment(begun)} | ({"end": _moment(visit.ended)} if visit.ended else {})
    task = {
        "resourceType": TASK,
        "id": use_id(kiosk_id, visit.id),
        "identifier": [_uuid(use_id(kiosk_id, visit.id))],
        "groupIdentifier": _uuid(visit.id),
        "status": _STATUS[visit.state],
        "intent": "order",
        "code": {"coding": [{"system": SYSTEM, "code": CODE}]},
        "executionPeriod": period,
        "authoredOn": _moment(begun),
        "lastModified": _moment(max(begun, visit.ended or begun)),
        "owner": {"type": "Device", "identifier": _uuid(kiosk_id)}
        | ({"display": place} if place else {}),
    }
    return task | (
        {"output": outputs} if (outputs := [_output(r) for r in visit.responses]) else {}
    )


def read_use(resource: Mapping[str, Any]) -> tuple[str, Use] | None:
    """The visit and its use in a Task; None where it is not one, or nothing came of it."""
    code, state = mapping(resource, "code"), _STATE.get(str(resource.get("status")))
    codings = code.get("coding")
    known = isinstance(codings, list) and {"system": SYSTEM, "code": CODE} in codings
    owner = mapping(resource, "owner")
    visit = _of_uuid(mapping(resource, "groupIdentifier"))
    kiosk = _of_uuid(mapping(owner, "identifier"))
    if not known or state is None or not visit or not kiosk:
        return None
    named = owner.get("display")
    place = named[:NAME_MOST] if isinstance(named, str) and named.isprintable() else ""
    return visit, Use(kiosk, place, state)


def _keeps_none(store: Store, base: str) -> bool:
    """Whether it is known that this service keeps no Task."""
    ability = known_ability(store, base)
    return ability is not None and not ability.knows(TASK)


def _by_visit(resources: Iterable[Mapping[str, Any]], but: str) -> dict[str, dict[str, Use]]:
    """Of each visit its uses at other kiosks, by the kiosk."""
    found: dict[str, dict[str, Use]] = {}
    for visit, use in _uses(resources):
        if use.kiosk != but:
            found.setdefault(visit, {})[use.kiosk] = use
    return found


def _uses(resources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Use]]:
    read = (read_use(resource) for resource in resources)
    return (one for one in read if one is not None)


def _take_in(store: Store, visit: Visit, uses: Mapping[str, Use], now: datetime) -> int:
    """How much of it was news."""
    if not uses:
        return 0
    here = visit.begun is not None and not visit.elsewhere
    news = 0
    with store.transaction() as c:
        if not here:
            use = uses[min(uses)]
            news += visit_days.went_elsewhere(
                c, visit.id, state=use.state, place=use.place or use.kiosk[:8],
                begun=visit.begun or now, now=now,
            )  # fmt: skip
        if here or len(uses) > 1:
            news += visit_days.was_used_twice(c, visit.id, now=now)
    return news


def _search(visits: Iterable[str]) -> str:
    wanted = ",".join(f"{UUID_SYSTEM}|{_URN}{visit}" for visit in visits)
    asked = {"group-identifier": wanted, "_count": str(AT_ONCE * 2)}
    return f"{TASK}?{urlencode(asked, safe=',:')}"


def _output(response_id: str) -> dict[str, Any]:
    return {
        "type": {"coding": [{"system": SDC, "code": "questionnaire-response"}]},
        "valueReference": {"type": "QuestionnaireResponse", "identifier": _uuid(response_id)},
    }


def _uuid(value: str) -> dict[str, str]:
    return {"system": UUID_SYSTEM, "value": f"{_URN}{value}"}


def _of_uuid(one: Mapping[str, Any]) -> str:
    value = one.get("value")
    is_uuid = one.get("system") == UUID_SYSTEM and isinstance(value, str)
    return str(value).removeprefix(_URN) if is_uuid and str(value).startswith(_URN) else ""


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
