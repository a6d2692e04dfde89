"""A QuestionnaireResponse of the central service as the desk lists it and changes it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from kiosk.desk.responses import ResponseRow
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.response import UUID_SYSTEM
from kiosk.store.amending import AMENDED, MISTAKE, Latest
from kiosk.store.moving import patient_of
from kiosk.store.tables import SENT
from kiosk.sync.responses_there import authored, updated

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_URN: Final = "urn:uuid:"


def row_of(response: Mapping[str, Any]) -> ResponseRow:
    """Its line in a list; what it does not say is left out."""
    at, status = updated(response), ext.text(response, "status")
    who = ext.extension_value(response, ext.ANSWERED_BY)
    return ResponseRow(
        id=ext.text(response, "id"),
        questionnaire=ext.text(response, "questionnaire"),
        completed_at=authored(response) or at or _NEVER,
        state=SENT,
        sent_at=at,
        changed_at=at if status in (AMENDED, MISTAKE) else None,
        status=status,
        patient=patient_of(response),
        language=ext.text(response, "language"),
        who=who if isinstance(who, str) else "",
    )


def latest_of(response: Mapping[str, Any], *, revision: int = 0) -> Latest:
    """The same as what a change follows; `revision` numbers what this desk has seen of it."""
    return Latest(
        ext.text(response, "id"), ext.text(response, "questionnaire"),
        encode_json(dict(response)), revision,
    )  # fmt: skip


def uuid_of(response: Mapping[str, Any]) -> str:
    """The UUID its kiosk gave it: a service that gives ids itself keeps it as identifier."""
    known = response.get("identifier")
    named = known if isinstance(known, Mapping) and known.get("system") == UUID_SYSTEM else {}
    value = ext.text(named, "value")
    return value.removeprefix(_URN) if value.startswith(_URN) else ext.text(response, "id")
