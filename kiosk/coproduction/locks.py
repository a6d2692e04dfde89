"""Locks on validated instruments: not one character, option, order or score may differ.

The lock file is JSON:

    {"forms": {"<url>|<version>": {"licence": "…", "items": {"<linkId>": "<sha256>", …},
                                   "form": "<sha256>"}}}

Source: the lock table of co-production (reference 5.3) and its goal G6.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.questionnaire import Questionnaire

WHOLE = ""
"""Stands for the whole form where its items or their order differ."""

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
    }


def read_locks(content: bytes) -> Locks:
    """The locks in a lock file: canonical → lock.

    Raises:
        RefusedError: it is no lock file; nothing may be taken for unlocked then.
    """
    try:
        forms = decode_json(content)["forms"]
        readable = all(isinstance(lock["items"], dict) and lock["form"] for lock in forms.values())
    except (NotJson, KeyError, TypeError, AttributeError) as cause:
        raise RefusedError("The lock file of the instruments can't be read.") from cause
    if not readable:
        raise RefusedError("The lock file of the instruments is incomplete.")
    locks: Locks = forms
    return locks


def is_locked(questionnaire: Questionnaire, locks: Locks) -> bool:
    """Whether this version of the form has a lock."""
    return questionnaire.canonical in locks


def verify_locks(questionnaire: Questionnaire, locks: Locks) -> tuple[str, ...]:
    """The linkIds whose wording, options, order or scores differ from the lock.

    `WHOLE` ("") is among them where items were added, moved or taken away, or the alert rule
    differs. () where all is as it
    was locked, and for a form without lock.
    """
    lock = locks.get(questionnaire.canonical)
    if lock is None:
        return ()
    items = questionnaire.by_path.values()
    now = {item.link_id: item_fingerprint(item) for item in items}
    locked = lock["items"]
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
    # The alert rule and the ban on feedback are part of the instrument: losing them is a danger.
    rules = [
        [url, list(ext.extension_values(questionnaire.raw, url))]
        for url in (ext.ALERT_RULE, ext.NO_FEEDBACK_PROMPT)
    ]
    return _sha256([questionnaire.own_language, list(questionnaire.by_path), rules])


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _sha256(facts: Any) -> str:
    return hashlib.sha256(encode_json(facts)).hexdigest()
