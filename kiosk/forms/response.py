"""The QuestionnaireResponse: a strict FHIR R4 tree made from answers, and its bytes.

Disabled items are absent; an item that was declined stands without answer and says so in a
data-absent-reason; an item that was passed over is absent (FHIR treats both as unanswered).
Source: http://hl7.org/fhir/R4/questionnaireresponse.html
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

UUID_SYSTEM: Final = "urn:ietf:rfc:3986"
DECLINED: Final = "asked-declined"

Seen = Callable[[Item, dict[str, Any]], None]


@dataclass(frozen=True)
class Origin:
    """What a response says of itself.

    Attributes:
        status: "in-progress", "completed", "stopped", "amended" …
        authored: when, with time zone.
        response_id, device_id: UUIDs as text.
    """

    status: str
    authored: datetime
    response_id: str
    device_id: str


@dataclass(frozen=True)
class Filled:
    """What is known of a form: which items are enabled, answered and declined, by path."""

    enabled: Collection[str]
    given: Mapping[str, Sequence[Answer]]
    declined: Collection[str] = ()


def to_response(
    questionnaire: Questionnaire, filled: Filled, *, language: str, origin: Origin
) -> dict[str, Any]:
    """The QuestionnaireResponse as JSON object.

    Raises:
        ValueError: `authored` has no time zone.
    """
    if origin.authored.tzinfo is None:
        raise ValueError("authored needs a time zone")
    response: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "id": origin.response_id,
        "meta": {"source": f"urn:uuid:{origin.device_id}"},
        "language": language,
        "extension": [
            {"url": ext.QUESTIONNAIRE_HASH, "valueString": questionnaire.content_hash},
        ],
        "identifier": _uuid(origin.response_id),
        "questionnaire": questionnaire.canonical,
        "status": origin.status,
        "authored": origin.authored.isoformat(timespec="seconds"),
        "author": {"type": "Device", "identifier": _uuid(origin.device_id)},
    }
    items = response_items(questionnaire, filled, language=language)
    return response | ({"item": items} if items else {})


def response_items(
    questionnaire: Questionnaire, filled: Filled, *, language: str, seen: Seen | None = None
) -> list[dict[str, Any]]:
    """The tree of `item`s; `seen` is told of each answer object as it is made."""
    return _items(questionnaire.items, filled, language, seen)


def encode(response: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON; the same response gives the same bytes."""
    return encode_json(response)


def decode(content: bytes) -> dict[str, Any]:
    """The response in bytes.

    Raises:
        ValueError: the bytes are no JSON object.
    """
    response = decode_json(content)
    if not isinstance(response, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - a wrong value, whatever its type
    return response


def _items(
    items: Sequence[Item], filled: Filled, language: str, seen: Seen | None
) -> list[dict[str, Any]]:
    enabled = (item for item in items if item.path in filled.enabled)
    made = (_item(item, filled, language, seen) for item in enabled)
    return [item for item in made if item]


def _item(item: Item, filled: Filled, language: str, seen: Seen | None) -> dict[str, Any] | None:
    text = item.text(language)
    head: dict[str, Any] = {"linkId": item.link_id} | ({"text": text} if text else {})
    inside = _items(item.items, filled, language, seen)
    if not item.is_question:
        return head | {"item": inside} if inside else None
    answers = [answer.to_fhir() for answer in filled.given.get(item.path, ())]
    for answer in answers:
        if seen:
            seen(item, answer)
    if answers:
        # The form is asked once; what hangs on a question hangs on its first answer.
        answers[0] |= {"item": inside} if inside else {}
        return head | {"answer": answers}
    return _declined(head) if item.path in filled.declined else None


def _declined(head: dict[str, Any]) -> dict[str, Any]:
    reason = {"url": ext.DATA_ABSENT_REASON, "valueCode": DECLINED}
    return {"extension": [reason], **head}


def _uuid(value: str) -> dict[str, str]:
    return {"system": UUID_SYSTEM, "value": f"urn:uuid:{value}"}
