"""Visits that a desk makes at the central service, as Tasks, and how far each came there.

    Task (R4)                             the desk
    identifier urn:uuid, of CODE_SYSTEM   the visit as its slip names it, the code it shows
    status requested … ready              waiting
    in-progress, on-hold                  at a screen; a pause is not told, nor how far they are
    completed                             done, and the service has all responses
    cancelled, statusReason DECLINED      left; with any other reason it was taken back
    lastModified                          when that was

The kiosks fetch them (`kiosk.sync.tasks`) and tell how far they came (`kiosk.sync.settling`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.errors import Refused
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.foreign import moment
from kiosk.forms.response import UUID_SYSTEM
from kiosk.store.tasks import CANCELLED, COMPLETED, TASK
from kiosk.store.visits import AT_SCREEN, DONE, LEFT, WAITING, Visit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, matches
from kiosk.sync.reply import version_tag
from kiosk.sync.settling import DECLINED
from kiosk.sync.task_reading import (
    CODE,
    CODE_SYSTEM,
    QUESTIONNAIRE,
    SDC,
    STARTING,
    ReadTask,
    is_asking,
    is_owned,
    read_task,
)
from kiosk.sync.verdict import Outcome

LIMITS: Final = Limits(pages=10, resources=500)
TAKEN_BACK: Final = "Taken back at the desk."
BEGUN, NOT_THERE = "begun", "not-there"

_PAGE: Final = 50
_BEGUN: Final = ("in-progress", "on-hold", COMPLETED, CANCELLED)


@dataclass(frozen=True)
class VisitThere:
    """One visit as the central service has it.

    Attributes:
        task: what its Task says.
        state: waiting, at-the-screen, done or left; "" where it was taken back.
        made: when it was asked for; None where nothing says it.
        changed: when it came so far; None where nothing says it.
    """

    task: ReadTask
    state: str
    made: datetime | None
    changed: datetime | None


def task_of(visit: Visit, owner: str, *, desk: str, now: datetime) -> bytes:
    """The Task that asks for a visit, as UTF-8 JSON; under the id of the visit.

    Args:
        visit: as it is kept at the desk.
        owner: `central.tasks`: "all", a reference "Type/id", or an identifier "system|value".
        desk: UUID of the desk's PC.
        now: the moment.
    """
    at, whose = now.isoformat(timespec="seconds"), visit.whose
    known = {"system": whose.system} if whose.system else {}
    about = {"for": {"type": "Patient", "identifier": known | {"value": whose.value}}}
    return encode_json({
        "resourceType": TASK,
        "id": visit.id,
        "identifier": [_uuid(visit.id), {"system": CODE_SYSTEM, "value": visit.code}],
        "status": "requested",
        "intent": "order",
        "code": _coded(CODE),
        **(about if whose.value else {}),
        "authoredOn": at,
        "lastModified": at,
        "requester": {"type": "Device", "identifier": _uuid(desk)},
        **_owned(owner),
        "restriction": {"period": {"end": visit.expires.isoformat(timespec="seconds")}},
        "input": [
            {"type": _coded(QUESTIONNAIRE), "valueCanonical": form} for form in visit.packet
        ],
    })  # fmt: skip


def find_visits(client: FhirClient, owner: str, *, since: datetime) -> tuple[VisitThere, ...]:
    """Those that wait, and those that came further since; two searches.

    Args:
        client: the service.
        owner: whose Tasks, as for `task_of`.
        since: when the day began.

    Raises:
        Unreachable, NotAuthorised, Refused: see `kiosk.sync.paging.matches`.
    """
    after = f"ge{since.isoformat(timespec='seconds')}"
    found = [
        *_found(client, owner, status=",".join(STARTING)),
        *_found(client, owner, status=",".join(_BEGUN), _lastUpdated=after),
    ]
    known = {one.task.id: one for one in found if _is_recent(one, since)}
    return tuple(known.values())


def cancel(client: FhirClient, task_id: str, *, now: datetime) -> str:
    """Take a visit back that nobody began: `CANCELLED`, `BEGUN` or `NOT_THERE`.

    Raises:
        Unreachable, NotAuthorised, Refused: it was not taken back, as far as anybody can tell.
    """
    there = client.read(TASK, task_id, fresh=True)
    if there is None or there.get("status") == CANCELLED:
        return NOT_THERE
    if there.get("status") not in STARTING:
        return BEGUN
    at = now.isoformat(timespec="seconds")
    new = {
        **there, "status": CANCELLED, "statusReason": {"text": TAKEN_BACK}, "lastModified": at,
    }  # fmt: skip
    try:
        client.put(TASK, task_id, encode_json(new), if_match=version_tag(there))
    except Refused as error:
        if error.outcome == Outcome.CHANGED:
            return BEGUN
        raise
    return CANCELLED


def read_visit(resource: Mapping[str, Any], base: str) -> VisitThere | None:
    """What a Task says of its visit; None where it is none."""
    read = read_task(resource, base) if is_asking(resource) else None
    if read is None:
        return None
    made, changed = moment(resource.get("authoredOn")), moment(resource.get("lastModified"))
    return VisitThere(read, _state(resource), made, changed or _updated(resource))


def _found(client: FhirClient, owner: str, **asked: str) -> Iterator[VisitThere]:
    query = {"code": CODE, **asked, "_count": str(_PAGE)}
    if owner != "all":
        query["owner:identifier" if "|" in owner else "owner"] = owner
    # A service may pay no heed to what it does not know: what comes is looked at once more.
    for one in matches(client, f"{TASK}?{urlencode(query, safe=',/:')}", LIMITS).resources:
        if is_owned(one, owner, client.base):
            there = read_visit(one, client.base)
            if there is not None:
                yield there


def _is_recent(one: VisitThere, since: datetime) -> bool:
    return one.state == WAITING or one.changed is None or one.changed >= since


def _state(resource: Mapping[str, Any]) -> str:
    status, why = resource.get("status"), resource.get("statusReason")
    if status in STARTING:
        return WAITING
    if status == COMPLETED:
        return DONE
    if status == CANCELLED:
        declined = isinstance(why, Mapping) and why.get("text") == DECLINED
        return LEFT if declined else ""
    return AT_SCREEN if status in _BEGUN else ""


def _updated(resource: Mapping[str, Any]) -> datetime | None:
    meta = resource.get("meta")
    return moment(meta.get("lastUpdated")) if isinstance(meta, Mapping) else None


def _owned(owner: str) -> dict[str, Any]:
    if owner == "all":
        return {}
    system, bar, value = owner.partition("|")
    known = {"identifier": {"system": system, "value": value}} if bar else {"reference": owner}
    return {"owner": known}


def _coded(code: str) -> dict[str, Any]:
    return {"coding": [{"system": SDC, "code": code}]}


def _uuid(known: str) -> dict[str, str]:
    return {"system": UUID_SYSTEM, "value": f"urn:uuid:{known}"}
