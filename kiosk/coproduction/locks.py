"""Locks on validated instruments: not one character, option, order or score may differ.

The lock file is JSON:

    {"forms": {"<url>|<version>": {"licence": "…", "form": "<sha256>",
                                   "items": {"<linkId>": "<sha256>", …},
                                   "wholes": {"<linkId>": "<sha256>", …}}}}

`items` are the words, answers and scores of a question, by which it is known in any form; `wholes`
are all of it: hidden, filled in before, with more than one answer or with a line of help it would
be another question.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.questionnaire import Questionnaire

WHOLE = ""
"""Stands for the whole form where its items or their order differ."""

_KEPT_BY: Final = {
    *("resourceType", "id", "meta", "text", "implicitRules", "status", "date", "publisher"),
    *("contact", "useContext", "jurisdiction", "identifier", "effectivePeriod", "experimental"),
    *("approvalDate", "lastReviewDate", "item"),
}
"""Of a form, what tells who keeps it and not what it asks; its items are looked at one by one."""

Locks = Mapping[str, Any]


def item_fingerprint(item: Item) -> str:
    """SHA-256 over the item's text, codes, type, options, their order, scores and calculation.

    Texts are taken in Unicode form NFC, so that two ways to write the same letter are one. A
    translation is part of the wording: adding one to a locked instrument is a difference.
    """
    facts = {
        "linkId": item.link_id,
        "type": item.type,
        "text": _nfc(ext.text(item.raw, "text")),
        "translations": item.raw.get("_text"),
        "codes": item.raw.get("code"),
        "prefix": item.raw.get("prefix"),
        "expression": item.calculated_expression,
        "enableWhen": [item.raw.get("enableWhen"), item.raw.get("enableBehavior")],
        "options": [_option(option) for option in item.answer_options],
        "valueSet": item.raw.get("answerValueSet"),
    }
    return _sha256(facts)


def make_lock(questionnaire: Questionnaire, *, licence: str) -> dict[str, Any]:
    """The lock of one instrument as it stands, to be written to the lock file by its keeper."""
    return {
        "licence": licence,
        "form": _form_fingerprint(questionnaire),
        "items": {item.link_id: item_fingerprint(item) for item in questionnaire.by_path.values()},
        "wholes": _wholes(questionnaire),
    }


def read_locks(content: bytes) -> Locks:
    """The locks in a lock file: canonical → lock.

    Raises:
        RefusedError: it is no lock file; nothing may be taken for unlocked then.
    """
    try:
        forms = decode_json(content)["forms"]
        readable = all(
            isinstance(lock["items"], dict) and isinstance(lock["wholes"], dict) and lock["form"]
            for lock in forms.values()
        )
    except (NotJson, KeyError, TypeError, AttributeError) as cause:
        raise RefusedError("The lock file of the instruments can't be read.") from cause
    if not readable:
        raise RefusedError("The lock file of the instruments is incomplete.")
    locks: Locks = forms
    return locks


def is_locked(questionnaire: Questionnaire, locks: Locks) -> bool:
    """Whether the form is a validated instrument, of whatever version it says it is."""
    return any(canonical.partition("|")[0] == questionnaire.url for canonical in locks)


def verify_locks(questionnaire: Questionnaire, locks: Locks) -> tuple[str, ...]:
    """The linkIds whose wording, options, order, scores or anything else differ from the lock.

    `WHOLE` ("") is among them where items were added, moved or taken away, where what is said of
    the form as a whole differs, and where a version is told that nobody locked: a new one comes
    with the program. () where all is as it was locked, and for a form without lock.
    """
    lock = locks.get(questionnaire.canonical)
    if lock is None:
        return (WHOLE,) if is_locked(questionnaire, locks) else ()
    now, locked = _wholes(questionnaire), lock["wholes"]
    differing = [link_id for link_id in now if now[link_id] != locked.get(link_id)]
    missing = [link_id for link_id in locked if link_id not in now]
    moved = [WHOLE] if _form_fingerprint(questionnaire) != lock["form"] else []
    return (*differing, *missing, *moved)


def _option(option: AnswerOption) -> list[Any]:
    value = option.answer.value
    plain = value if isinstance(value, Mapping) else {"value": value}
    texts = {key: _nfc(text) if isinstance(text, str) else text for key, text in plain.items()}
    weight = option.weight
    # "1" and "1.0" are the same score.
    score = None if weight is None else str(weight.normalize())
    return [option.answer.key, texts, score, _option_translations(option)]


def _option_translations(option: AnswerOption) -> Any:
    value = option.raw.get(option.answer.key)
    return value.get("_display") if isinstance(value, Mapping) else None


def _form_fingerprint(questionnaire: Questionnaire) -> str:
    # The alert rule, the ban on feedback and the owner's copyright are part of the instrument.
    said = {name: value for name, value in questionnaire.raw.items() if name not in _KEPT_BY}
    return _sha256([questionnaire.own_language, list(questionnaire.by_path), _plain(said)])


def _wholes(questionnaire: Questionnaire) -> dict[str, str]:
    return {
        item.link_id: _sha256(_plain({k: v for k, v in item.raw.items() if k != "item"}))
        for item in questionnaire.by_path.values()
    }


def _plain(value: Any) -> Any:
    """The same for two ways to write a letter or a number."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return format(Decimal(str(value)).normalize(), "f")
    return _nfc(value) if isinstance(value, str) else value


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _sha256(facts: Any) -> str:
    return hashlib.sha256(encode_json(facts)).hexdigest()
