"""The QuestionnaireResponse: a strict FHIR R4 tree made from a sitting, and its bytes.

Disabled items are absent; an item that was declined stands without answer and says so in a
data-absent-reason; an item that was passed over is absent (FHIR treats both as unanswered).
Source: http://hl7.org/fhir/R4/questionnaireresponse.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.logic import Logic
from kiosk.forms.sitting.occurrence import Beside, Kept, Occurrence
from kiosk.forms.texts import Reader

UUID_SYSTEM: Final = "urn:ietf:rfc:3986"
_WRITTEN_ANEW: Final = frozenset(
    {"resourceType", "id", "meta", "language", "questionnaire", "status", "authored", "item"}
)
_KEPT_OF_META: Final = ("profile", "security", "tag")
"""What a response's `meta` says of its content, not of the one version."""

MOVED: Final = "http://clinic-kiosk.example/fhir/StructureDefinition/moved-to-right-patient"
"""Of a response: when staff moved it here from the wrong patient (extension, valueInstant)."""
DECLINED: Final = "asked-declined"
DECLINED_EXTENSION: Final = {"url": ext.DATA_ABSENT_REASON, "valueCode": DECLINED}


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


def to_response(
    questionnaire: Questionnaire, items: list[dict[str, Any]], *, language: str, origin: Origin
) -> dict[str, Any]:
    """The QuestionnaireResponse as JSON object.

    Raises:
        ValueError: `authored` has no time zone.
    """
    if origin.authored.tzinfo is None:
        raise ValueError("authored needs a time zone")
    return {
        "resourceType": "QuestionnaireResponse",
        "id": origin.response_id,
        "meta": {"source": f"urn:uuid:{origin.device_id}"},
        "language": language,
        "extension": [
            {"url": ext.QUESTIONNAIRE_HASH, "valueString": questionnaire.content_hash},
        ],
        "identifier": _uuid(origin.response_id),
        # A form without url can't be referred to; the hash above still tells it.
        **_filled(questionnaire=questionnaire.canonical),
        "status": origin.status,
        "authored": origin.authored.isoformat(timespec="seconds"),
        "author": {"type": "Device", "identifier": _uuid(origin.device_id)},
        **_filled(item=items),
    }


class ItemWriter:
    """Writes the items of a sitting as they stand, with the words that were shown."""

    def __init__(self, logic: Logic, reader: Reader) -> None:
        self._logic = logic
        self._reader = reader

    def items(self, occurrences: Iterable[Occurrence]) -> list[dict[str, Any]]:
        """The `item`s of those that are enabled and answered."""
        made = (self._item(at) for at in occurrences if at.is_present() or _keeps_more(at))
        return [item for item in made if item]

    def _item(self, at: Occurrence) -> dict[str, Any] | None:
        kept = at.kept or Kept()
        text = self._logic.text(at, self._reader)
        elements = kept.elements if not at.visible().answers else _without_reason(kept.elements)
        head = {"linkId": at.item.link_id} | _filled(text=text) | elements
        inside = self.items(at.group.all()) if at.group else []
        body = _filled(answer=self._answers(at, kept) + kept.answers)
        body |= _filled(item=inside + kept.items)
        if at.item.is_question and at.counted().declined:
            extension = [DECLINED_EXTENSION, *head.pop("extension", ())]
            return {"extension": extension, **head, **body}
        return head | body if body or at.kept else None

    def _answers(self, at: Occurrence, kept: Kept) -> list[dict[str, Any]]:
        if not at.item.is_question:
            return []
        given, beside = at.visible(), list(kept.beside)
        pairs = zip(given.answers, given.numbers, strict=True)
        return [self._answer(at, answer, number, beside) for answer, number in pairs]

    def _answer(
        self, at: Occurrence, answer: Answer, number: int, kept: list[Beside]
    ) -> dict[str, Any]:
        inside = at.by_answer.get(number)
        beside = _take(kept, answer)
        more = beside.get("item")
        items = self.items(inside.all()) if inside else []
        items += more if isinstance(more, list) else []
        return beside | answer.to_fhir() | _filled(item=items)


def head_of(response: Mapping[str, Any]) -> dict[str, Any]:
    """What a loaded response says of itself, and the next version of it goes on saying."""
    meta = response.get("meta")
    known = meta if isinstance(meta, Mapping) else {}
    kept = {name: known[name] for name in _KEPT_OF_META if name in known}
    return {k: v for k, v in response.items() if k not in _WRITTEN_ANEW} | _filled(meta=kept)


def with_head(response: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
    """A response that says beside its own what `head_of` kept."""
    extensions: list[Any] = []
    for each in (*response["extension"], *ext.mappings(head, "extension")):
        extensions += [] if each in extensions else [each]
    meta = head.get("meta", {}) | response["meta"]
    return response | head | {"meta": meta, "extension": extensions}


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


def _take(kept: list[Beside], answer: Answer) -> dict[str, Any]:
    """What was kept beside an answer; of two answers that are the same, each has its own."""
    for index, (known, beside) in enumerate(kept):
        if known == answer:
            del kept[index]
            return beside
    return {}


def _without_reason(elements: Mapping[str, Any]) -> dict[str, Any]:
    """The elements without a reason for an answer that was absent and is not any more."""
    found = elements.get("extension")
    if not isinstance(found, list):
        return dict(elements)
    extensions = [
        each
        for each in found
        if not isinstance(each, Mapping) or each.get("url") != ext.DATA_ABSENT_REASON
    ]
    rest = {name: value for name, value in elements.items() if name != "extension"}
    return rest | _filled(extension=extensions)


def _keeps_more(at: Occurrence) -> bool:
    return at.kept is not None and bool(at.enabled.get())


def _filled(**elements: Any) -> dict[str, Any]:
    return {name: value for name, value in elements.items() if value}


def _uuid(value: str) -> dict[str, str]:
    return {"system": UUID_SYSTEM, "value": f"urn:uuid:{value}"}
