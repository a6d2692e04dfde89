"""Where a form's version comes from: its Provenance (R4), the same bytes each time.

The target is the version; what it was made from, and the remarks it answers, are entities; the
agents are roles: patients at this clinic, who made it, who approved it. Source: reference
coproduction 5.4; http://hl7.org/fhir/R4/provenance.html
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from kiosk.coproduction.events import APPROVED, DRAFTED, PUBLISHED, FormEvent
from kiosk.forms.response import UUID_SYSTEM
from kiosk.store.form_versions import FormVersion

_AGENT_TYPES: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_DATA_OPERATION: Final = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_ROLES: Final = "http://clinic-kiosk.example/fhir/CodeSystem/staff-role"
_PATIENTS: Final = "Patients at this clinic"
_TYPES: Final = {DRAFTED: "author", APPROVED: "verifier", PUBLISHED: "performer"}


def version_id(version: FormVersion) -> str:
    """The id (UUID) of a version's Questionnaire at the service, the same from every PC."""
    return str(uuid5(NAMESPACE_URL, f"{version.canonical} {version.content_hash}"))


def provenance_of_version(
    version: FormVersion,
    events: Iterable[FormEvent],
    remarks: Sequence[str],
    *,
    kiosk_id: str,
) -> dict[str, Any]:
    """How a version came about.

    Args:
        version: which.
        events: what was done about the form.
        remarks: ids of the remarks it answers, as they are at the service.
        kiosk_id: UUID of the PC where it was made.
    """
    done = [one for one in events if one.canonical == version.canonical and one.kind in _TYPES]
    why = next((one.text for one in done if one.kind == DRAFTED and one.text), "")
    code = "UPDATE" if version.derived_from else "CREATE"
    activity: dict[str, Any] = {"coding": [{"system": _DATA_OPERATION, "code": code}]}
    entities = [_entity("revision", "Questionnaire", version.derived_from)]
    entities += [
        _entity("source", "QuestionnaireResponse", f"urn:uuid:{one}") for one in sorted(remarks)
    ]
    known = [one for one in entities if one]
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(NAMESPACE_URL, f"{version_id(version)}/Provenance")),
        "target": [_reference("Questionnaire", version.canonical)],
        "recorded": version.made_at.isoformat(timespec="seconds"),
        "activity": activity | ({"text": why} if why else {}),
        "agent": [*_patients(remarks), *map(_agent, done), _device(kiosk_id)],
        **({"entity": known} if known else {}),
    }


def _patients(remarks: Sequence[str]) -> list[dict[str, Any]]:
    if not remarks:
        return []
    return [{"type": _participant("enterer"), "who": {"display": _PATIENTS}}]


def _agent(event: FormEvent) -> dict[str, Any]:
    role = {"coding": [{"system": _ROLES, "code": event.role}], "text": event.role}
    who = {"display": f"{event.role} at this clinic"}
    return {"type": _participant(_TYPES[event.kind]), "role": [role], "who": who}


def _device(kiosk_id: str) -> dict[str, Any]:
    return {
        "type": _participant("assembler"),
        "who": _reference("Device", f"urn:uuid:{kiosk_id}"),
    }


def _participant(code: str) -> dict[str, Any]:
    return {"coding": [{"system": _AGENT_TYPES, "code": code}]}


def _entity(role: str, kind: str, name: str) -> dict[str, Any] | None:
    return {"role": role, "what": _reference(kind, name)} if name else None


def _reference(kind: str, name: str) -> dict[str, Any]:
    """By its identifier alone: a service that checks references may not have it yet."""
    return {"type": kind, "identifier": {"system": UUID_SYSTEM, "value": name}}
