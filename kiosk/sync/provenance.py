"""Who recorded a response, where and when: its Provenance (R4), the same bytes each time."""

from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.response import MOVED, encode

_DATA_OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_CHANGES: Final = {"entered-in-error": "NULLIFY"}
"""Status of a changed response → what was done to it; else it was updated."""
_MOVED: Final = "Moved to the right patient"
_URI = "urn:ietf:rfc:3986"


def provenance_of(response_id: str, payload: bytes) -> tuple[str, bytes] | None:
    """The id and the UTF-8 JSON of a response's Provenance: how it came about.

    The response and the kiosk are named by their identifiers alone: a service that checks
    references would refuse what it does not have yet. None where the response does not say when
    it was completed or on which kiosk.
    """
    response: dict[str, Any] = msgspec.json.decode(payload)
    recorded = response.get("authored")
    if not isinstance(recorded, str):
        return None
    activity = {"coding": [{"system": _DATA_OPERATION, "code": "CREATE"}]}
    return _provenance(response_id, response, f"{response_id}/Provenance", recorded, activity)


def provenance_of_change(
    response_id: str, payload: bytes, *, revision: int | str, changed: datetime, by: str = ""
) -> tuple[str, bytes] | None:
    """The same of what staff changed in it since: one Provenance for each version that went.

    What was changed twice before it left is one version, and its Provenance says all of it.

    Args:
        response_id: of the response.
        payload: as it is now.
        revision: how often it was changed; or what names that version at the service.
        changed: when it was changed last, aware.
        by: UUID of the PC where it was; "": the kiosk that took it.
    """
    response: dict[str, Any] = msgspec.json.decode(payload)
    code = _CHANGES.get(str(response.get("status")), "UPDATE")
    activity: dict[str, Any] = {"coding": [{"system": _DATA_OPERATION, "code": code}]}
    if ext.extension_value(response, MOVED):
        activity["text"] = _MOVED
    name = f"{response_id}/Provenance/{revision}"
    recorded = changed.isoformat(timespec="seconds")
    if by:
        device = {"type": "Device", "identifier": {"system": _URI, "value": f"urn:uuid:{by}"}}
        response = response | {"author": device}
    return _provenance(response_id, response, name, recorded, activity)


def _provenance(
    response_id: str,
    response: dict[str, Any],
    name: str,
    recorded: str,
    activity: dict[str, Any],
) -> tuple[str, bytes] | None:
    author = response.get("author")
    if not isinstance(author, dict):
        return None
    provenance_id = str(uuid5(NAMESPACE_URL, name))
    resource = {
        "resourceType": "Provenance",
        "id": provenance_id,
        "target": [
            {
                "type": "QuestionnaireResponse",
                "identifier": {"system": _URI, "value": f"urn:uuid:{response_id}"},
            }
        ],
        "recorded": recorded,
        "activity": activity,
        "agent": [{"who": author}],
    }
    form = response.get("questionnaire")
    if isinstance(form, str):
        what = {"type": "Questionnaire", "identifier": {"system": _URI, "value": form}}
        resource["entity"] = [{"role": "source", "what": what}]
    return provenance_id, encode(resource)
