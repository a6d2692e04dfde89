"""A response that was given to the wrong patient, moved to the right one.

The most dangerous of all changes: whoever asks for it says the right reference twice, or one whose
check digit holds (`kiosk.desk.responses`). It goes to the central service as the next version of
the same resource, and says of itself that it was moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.response import MOVED
from kiosk.store.amending import AMENDED, MISTAKE, Latest

_OF_THE_VISIT: Final = ("encounter", "basedOn", "partOf")
"""What ties a response to the wrong patient beside their reference."""


@dataclass(frozen=True)
class PatientReference:
    """By what a patient is known: a FHIR Identifier; `system` is "" where there is none."""

    value: str
    system: str = ""


def patient_of(response: Mapping[str, Any]) -> PatientReference | None:
    """Whose answers a response holds; None where it does not say."""
    subject = response.get("subject")
    known = subject.get("identifier") if isinstance(subject, Mapping) else None
    if not isinstance(known, Mapping) or not ext.text(known, "value"):
        return None
    return PatientReference(ext.text(known, "value"), ext.text(known, "system"))


def moved(latest: Latest, to: PatientReference, *, now: datetime) -> bytes:
    """That response as another patient's; the answers stay, and so does who gave them.

    Raises:
        RefusedError: it is that patient's already, or it is marked as entered in error.
    """
    old = latest.document
    if old.get("status") == MISTAKE:
        raise RefusedError(
            "This response is marked as entered in error.",
            advice="Take that mark back first, then move it.",
        )
    if patient_of(old) == to:
        raise RefusedError("This response belongs to that patient already; nothing was changed.")
    system = {"system": to.system} if to.system else {}
    patient = {"type": "Patient", "identifier": system | {"value": to.value}}
    rest = {name: value for name, value in old.items() if name not in _OF_THE_VISIT}
    if "source" in old and old["source"] == old.get("subject"):
        rest["source"] = patient
    others = [one for one in ext.mappings(old, "extension") if one.get("url") != MOVED]
    said = {"url": MOVED, "valueInstant": now.isoformat(timespec="seconds")}
    changed = {"status": AMENDED, "subject": patient, "extension": [*others, said]}
    return encode_json(rest | changed)
