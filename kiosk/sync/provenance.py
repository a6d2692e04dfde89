"""Who recorded a response, where and when: its Provenance (R4), the same bytes each time."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kiosk.forms.response import encode

_DATA_OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_URI = "urn:ietf:rfc:3986"


def provenance_of(response_id: str, payload: bytes) -> tuple[str, bytes] | None:
    """The id and the UTF-8 JSON of a response's Provenance.

    The response and the kiosk are named by their identifiers alone: a service that checks
    references would refuse what it does not have yet. None where the response does not say when
    it was completed or on which kiosk.
    """
    response: dict[str, Any] = msgspec.json.decode(payload)
    recorded, author = response.get("authored"), response.get("author")
    if not isinstance(recorded, str) or not isinstance(author, dict):
        return None
    provenance_id = str(uuid5(NAMESPACE_URL, f"{response_id}/Provenance"))
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
        "activity": {"coding": [{"system": _DATA_OPERATION, "code": "CREATE"}]},
        "agent": [{"who": author}],
    }
    form = response.get("questionnaire")
    if isinstance(form, str):
        what = {"type": "Questionnaire", "identifier": {"system": _URI, "value": form}}
        resource["entity"] = [{"role": "source", "what": what}]
    return provenance_id, encode(resource)
