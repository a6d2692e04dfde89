"""An alert as a FHIR Task (R4): somebody is asked to look at one response, and nothing of it.

    Task.code        please-look, of our own system; priority urgent, intent order
    Task.status      requested; accepted once somebody goes
    Task.focus       the response, by its identifier: the Task may arrive before it
    Task.for         the patient, by identifier, where the visit had one
    Task.requester   the kiosk, by identifier, and what people call it
    Task.owner       the clinic; who goes, once somebody does
    Task.input       by what it was raised; whether somebody went before the answer was changed
    Task.meta.tag    the clinic, to search by; HTEST for a drill

No answer, score, form or rule stands in it: whoever may read the response finds it by the focus.
All references are by identifier, so that no service refuses it for what is not there yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.foreign import mapping, moment, plain
from kiosk.forms.response import UUID_SYSTEM

_OURS: Final = "http://clinic-kiosk.example/fhir"
_URN: Final = "urn:uuid:"
_AGAIN: Final = "again"
CODE_SYSTEM: Final = f"{_OURS}/CodeSystem/desk-task"
PLEASE_LOOK: Final = "please-look"
CLINIC_SYSTEM: Final = f"{_OURS}/NamingSystem/clinic"
CAUSE_SYSTEM: Final = f"{_OURS}/CodeSystem/alert-cause"
DRILL_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
DRILL_CODE: Final = "HTEST"
REQUESTED: Final = "requested"
ACCEPTED: Final = "accepted"
SOMEBODY: Final = "somebody"
"""Who goes, where that is not said."""


@dataclass(frozen=True)
class PleaseLook:
    """What such a Task says.

    Attributes:
        id: of the alert and of the Task.
        cause: "sent", "stopped", "timed-out" or "found".
        fired, changed: when; aware.
        kiosk, place: the kiosk's UUID, and what people call it.
        clinic: its code; "" where nobody named the clinic.
        response_id: of the response, where there is one by now.
        patient: their FHIR Identifier, where the visit had one.
        by: who goes; "" while nobody does.
        drill: it is a test.
        again: somebody went, and the answer was changed after that.
    """

    id: str
    cause: str
    fired: datetime
    changed: datetime
    kiosk: str
    place: str
    clinic: str = ""
    response_id: str | None = None
    patient: Mapping[str, str] | None = None
    by: str = ""
    drill: bool = False
    again: bool = False


def to_task(told: PleaseLook) -> dict[str, Any]:
    """The Task."""
    clinic = {"system": CLINIC_SYSTEM, "value": told.clinic}
    owned = {"owner": {"type": "Organization", "identifier": clinic, "display": told.clinic}}
    return {
        "resourceType": "Task",
        "id": told.id,
        **_filled(meta=_filled(tag=_tags(told))),
        "identifier": [uuid_identifier(told.id)],
        "status": ACCEPTED if told.by else REQUESTED,
        "intent": "order",
        "priority": "urgent",
        "code": {
            "coding": [{"system": CODE_SYSTEM, "code": PLEASE_LOOK, "display": "Please look"}],
            "text": "Drill: please look" if told.drill else "Please look",
        },
        **_focus(told.response_id),
        **({"for": {"type": "Patient", "identifier": dict(told.patient)}} if told.patient else {}),
        "authoredOn": _instant(told.fired),
        "lastModified": _instant(max(told.changed, told.fired)),
        "requester": {
            "type": "Device", "identifier": uuid_identifier(told.kiosk), "display": told.place,
        },
        **(goes(told.by) if told.by else owned if told.clinic else {}),
        "input": [
            {
                "type": {"text": "cause"},
                "valueCodeableConcept": {"coding": [{"system": CAUSE_SYSTEM, "code": told.cause}]},
            },
            *([{"type": {"text": _AGAIN}, "valueBoolean": True}] if told.again else []),
        ],
    }  # fmt: skip


def read_task(task: Mapping[str, Any]) -> PleaseLook | None:
    """What such a Task says, as `to_task` made it; None for any other resource.

    What stands in it may have been carried here: texts come out as one line that hides nothing.
    """
    codes = {one.get("code") for one in ext.mappings(task.get("code"), "coding")}
    fired, told = moment(task.get("authoredOn")), moment(task.get("lastModified"))
    task_id = task.get("id")
    is_one = task.get("resourceType") == "Task" and PLEASE_LOOK in codes
    if not is_one or not isinstance(task_id, str) or fired is None:
        return None
    requester, owner = mapping(task, "requester"), mapping(task, "owner")
    accepted = task.get("status") == ACCEPTED
    kept = mapping(task.get("for"), "identifier")
    return PleaseLook(
        id=task_id,
        cause=next(causes(task), ""),
        fired=fired,
        changed=told or fired,
        kiosk=_uuid(requester),
        place=plain(requester.get("display")),
        clinic=next((tag["code"] for tag in _tags_of(task, CLINIC_SYSTEM)), ""),
        response_id=_uuid(mapping(task, "focus")) or None,
        patient={key: text for key, text in kept.items() if isinstance(text, str)} or None,
        by=(plain(owner.get("display")) or SOMEBODY) if accepted else "",
        drill=any(tag["code"] == DRILL_CODE for tag in _tags_of(task, DRILL_SYSTEM)),
        again=is_again(task),
    )


def is_again(task: Mapping[str, Any]) -> bool:
    """Whether it says that somebody went before the answer was changed."""
    said = (one for one in ext.mappings(task, "input") if one.get("valueBoolean") is True)
    return any(mapping(one, "type").get("text") == _AGAIN for one in said)


def causes(task: Mapping[str, Any]) -> Iterator[str]:
    """The codes of what it was raised by."""
    for given in ext.mappings(task, "input"):
        for coding in ext.mappings(given.get("valueCodeableConcept"), "coding"):
            if coding.get("system") == CAUSE_SYSTEM:
                yield str(coding.get("code", ""))


def goes(by: str) -> dict[str, Any]:
    """The element that says who goes."""
    return {"owner": {"type": "Practitioner", "display": by}}


def with_status(
    there: Mapping[str, Any], *, by: str, clinic: str, changed: datetime
) -> dict[str, Any]:
    """A Task as the service has it, taken on by somebody, or given back where `by` is ""."""
    kept = {name: value for name, value in there.items() if name not in ("owner", "text")}
    owner = {"system": CLINIC_SYSTEM, "value": clinic}
    owned = {"owner": {"type": "Organization", "identifier": owner, "display": clinic}}
    whose = goes(by) if by else owned if clinic else {}
    status = ACCEPTED if by else REQUESTED
    return {**kept, **whose, "status": status, "lastModified": _instant(changed)}


def for_another(
    task: Mapping[str, Any], patient: Mapping[str, str], *, by: str, changed: datetime
) -> dict[str, Any]:
    """A Task as it was told from here, about another patient, and as it stands by now."""
    tags = task.get("meta", {}).get("tag", ())
    clinic = next((one["code"] for one in tags if one["system"] == CLINIC_SYSTEM), "")
    whose = {"for": {"type": "Patient", "identifier": dict(patient)}}
    return with_status({**task, **whose}, by=by, clinic=clinic, changed=changed)


def uuid_identifier(value: str) -> dict[str, str]:
    """The identifier of what is known by a UUID."""
    return {"system": UUID_SYSTEM, "value": f"{_URN}{value}"}


def _tags(told: PleaseLook) -> list[dict[str, str]]:
    clinic = [{"system": CLINIC_SYSTEM, "code": told.clinic}] if told.clinic else []
    return clinic + ([{"system": DRILL_SYSTEM, "code": DRILL_CODE}] if told.drill else [])


def _focus(response_id: str | None) -> dict[str, Any]:
    if response_id is None:
        return {}
    identifier = uuid_identifier(response_id)
    return {"focus": {"type": "QuestionnaireResponse", "identifier": identifier}}


def _tags_of(task: Mapping[str, Any], system: str) -> Iterator[Mapping[str, str]]:
    for tag in ext.mappings(task.get("meta"), "tag"):
        if tag.get("system") == system and isinstance(tag.get("code"), str):
            yield tag


def _uuid(reference: Mapping[str, Any]) -> str:
    value = mapping(reference, "identifier").get("value")
    return value.removeprefix(_URN) if isinstance(value, str) and value.startswith(_URN) else ""


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _filled(**elements: Any) -> dict[str, Any]:
    return {name: value for name, value in elements.items() if value}
