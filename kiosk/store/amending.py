"""A response told otherwise after its patient sent it: corrected, marked as a mistake, emptied.

The bytes that the patient sent stay as they are beside the new ones until the response goes for
its age; who changed what and why stands in the audit. The new ones go to the central service as
the next version of the same resource.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.sql.functions import coalesce

from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.finding import ERROR, Finding
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.validate import validate_response
from kiosk.store import audit
from kiosk.store.outbox import RESPONSE, requeue
from kiosk.store.tables import outbox, submission
from kiosk.store.unsent import SHORTEST
from kiosk.store.withdrawals import keep_here

AMENDED: Final = "amended"
MISTAKE: Final = "entered-in-error"

REASON_LENGTH: Final = 200

_BEHIND: Final = "\U0010ffff"

_SAME: Final = ("id", "questionnaire", "subject", "identifier")
"""What a correction never changes: of which form it is, and whose."""
_ANSWERS: Final = ("item", "text", "contained")
"""Where a response holds what the patient said."""


@dataclass(frozen=True)
class Latest:
    """A response as it is now.

    Attributes:
        questionnaire: canonical `url|version` it answers.
        payload: UTF-8 JSON, as amended last.
        revision: how often it was changed since the patient sent it.
    """

    id: str
    questionnaire: str
    payload: bytes
    revision: int

    @property
    def form_hash(self) -> str | None:
        """Which content of the form it answers; None where it does not say."""
        for extension in self.document.get("extension", ()):
            if extension.get("url") == ext.QUESTIONNAIRE_HASH:
                return str(extension.get("valueString"))
        return None

    @property
    def document(self) -> dict[str, Any]:
        """It as JSON object."""
        found: dict[str, Any] = decode_json(self.payload)
        return found


def find_response(c: Connection, wanted: str) -> Latest:
    """The response with that id, or the only one whose id begins so.

    Raises:
        RefusedError: there is none, or more than one, or it is here no more.
    """
    row = outbox.c
    query = (
        select(
            row.resource_id,
            submission.c.questionnaire,
            coalesce(row.payload, submission.c.payload),
            row.revision,
        )
        .join_from(outbox, submission, submission.c.id == row.resource_id, isouter=True)
        .where(
            row.resource_type == RESPONSE,
            row.resource_id >= wanted,
            row.resource_id < wanted + _BEHIND,
        )
        .order_by(row.resource_id)
        .limit(2)
    )
    found = c.execute(query).all() if len(wanted) >= SHORTEST else []
    if len(found) != 1 and not (found and found[0][0] == wanted):
        raise RefusedError(
            f"{'More than one' if found else 'No'} response has an id that begins so.",
            advice="Take the whole id, as shown by: kiosk outbox list, or: kiosk responses",
        )
    if found[0][1] is None:
        raise RefusedError(
            "This response was sent, and deleted here for its age.",
            advice="It can only be corrected where it is now: at the central service.",
        )
    return Latest(*found[0])


def corrected(latest: Latest, content: bytes) -> bytes:
    """That response with the answers of another file; all else stays as it is.

    Args:
        latest: as it is now.
        content: a QuestionnaireResponse, made from an export of this one.

    Raises:
        RefusedError: it is no response, another one's, or holds the same answers.
    """
    new, old = _read(content), latest.document
    for name in _SAME:
        if name in new and new[name] != old.get(name):
            raise RefusedError(
                f"The file is about another response: its {name} differs.",
                advice="Begin with this response's own content: kiosk outbox export ID --out FILE",
            )
    if new.get("item") == old.get("item") and old.get("status") != MISTAKE:
        raise RefusedError("The file holds the same answers; nothing was changed.")
    rest = {key: value for key, value in old.items() if key != "item"}
    items = {"item": new["item"]} if "item" in new else {}
    return encode_json(rest | {"status": AMENDED} | items)


def withdrawn(latest: Latest) -> bytes:
    """That response, marked as entered in error: whoever has it knows not to use it.

    Raises:
        RefusedError: it is marked so already.
    """
    old = latest.document
    if old.get("status") == MISTAKE:
        raise RefusedError("This response is marked as entered in error already.")
    return encode_json(old | {"status": MISTAKE})


def emptied(latest: Latest) -> bytes:
    """That response without any answer, marked as entered in error: it is to be forgotten.

    Of which form it is and whose stays, so that whoever has it knows which one to forget.
    """
    kept = {name: value for name, value in latest.document.items() if name not in _ANSWERS}
    return encode_json(kept | {"status": MISTAKE})


def taken_back(latest: Latest, own: bytes) -> bytes:
    """That response, which is no mistake after all.

    Args:
        latest: as it is now.
        own: as the patient sent it; its answers come back where `latest` was emptied.

    Raises:
        RefusedError: it is not marked as entered in error.
    """
    old = latest.document
    if old.get("status") != MISTAKE:
        raise RefusedError("This response is not marked as entered in error.")
    lost = decode_json(own).get("item")
    answers = {"item": lost} if "item" not in old and lost is not None else {}
    return encode_json(old | {"status": AMENDED} | answers)


def as_sent(c: Connection, response_id: str) -> bytes:
    """The bytes that the patient sent, of a response that `find_response` found."""
    found: bytes = c.execute(
        select(submission.c.payload).where(submission.c.id == response_id)
    ).scalar_one()
    return found


def status_of(payload: bytes) -> str:
    """What a response says it is."""
    return str(decode_json(payload).get("status"))


def new_errors(
    form: Questionnaire, latest: Latest, payload: bytes, around: Surroundings
) -> tuple[Finding, ...]:
    """What is wrong with the new content that was not wrong before, by the form's own rules."""
    before = {(one.code, one.link_id) for one in _errors(form, latest.document, around)}
    now = _errors(form, decode_json(payload), around)
    return tuple(one for one in now if (one.code, one.link_id) not in before)


def keep_change(  # noqa: PLR0913 - keyword-only beyond the one
    c: Connection,
    *,
    latest: Latest,
    payload: bytes,
    by: str,
    reason: str,
    now: datetime,
    done: str = "",
) -> None:
    """Keep the new content beside the patient's, and queue it as the next version.

    Args:
        c: the write transaction in which `latest` was read.
        latest: what it follows.
        payload: UTF-8 JSON.
        by: who changed it.
        reason: why, without any answer in it; it stands in the audit.
        now: the moment.
        done: what was done, for the audit; "" for what the response says of itself.

    Raises:
        RefusedError: there is no reason, or it is too long.
    """
    if not 0 < len(reason.strip()) <= REASON_LENGTH:
        raise RefusedError(f"The reason must have 1 to {REASON_LENGTH} signs.")
    status = status_of(payload)
    requeue(c, resource_type=RESPONSE, resource_id=latest.id, payload=payload, now=now)
    if status != MISTAKE:
        keep_here(c, latest.id)
    subject = f"{latest.id}: {reason.strip()}"
    audit.record(c, actor=by, action=f"response.{done or status}", subject=subject, now=now)


def _read(content: bytes) -> Mapping[str, Any]:
    try:
        found = decode_json(content)
    except NotJson as cause:
        raise RefusedError(f"The file is not JSON: {cause}.") from cause
    if not isinstance(found, dict) or found.get("resourceType") != RESPONSE:
        raise RefusedError("The file holds no QuestionnaireResponse.")
    return found


def _errors(
    form: Questionnaire, response: Mapping[str, Any], around: Surroundings
) -> list[Finding]:
    return [one for one in validate_response(form, response, around) if one.severity == ERROR]
