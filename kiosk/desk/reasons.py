"""The reasons of changes: they stand in the audit for ever, so no answer may stand in them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import decode_json
from kiosk.store.amending import REASON_LENGTH

_TELLING: Final = 4
"""Shorter answers are words like any other: "yes", "no", a number."""
_WORDS: Final = re.compile(r"\w+")


def refuse_telling(reason: str, *payloads: bytes) -> str:
    """The reason as it is kept.

    Args:
        reason: as it was typed.
        payloads: the response before and after, UTF-8 JSON.

    Raises:
        RefusedError: there is none, it is too long, or it holds what the patient wrote or chose,
            or their number.
    """
    kept = " ".join(reason.split())
    if not 0 < len(kept) <= REASON_LENGTH:
        raise RefusedError(
            "A change needs a reason.", advice=f"Say it in 1 to {REASON_LENGTH} signs."
        )
    told = _folded(kept)
    for payload in payloads:
        if any(words and f" {words} " in f" {told} " for words in _said(decode_json(payload))):
            raise RefusedError(
                "The reason holds something that stands in the response.",
                advice="Say why without the answer, a name or a number: it is kept in the log.",
            )
    return kept


def _said(response: Mapping[str, Any]) -> Iterator[str]:
    """What the patient said in words, and by what they are known."""
    subject = response.get("subject")
    known = subject.get("identifier") if isinstance(subject, Mapping) else None
    texts = [*_texts(response.get("item"))]
    if isinstance(known, Mapping):
        texts.append(str(known.get("value", "")))
    return (_folded(text) for text in texts if len(text.strip()) >= _TELLING)


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element, list):
        for one in element:
            yield from _texts(one)
    elif isinstance(element, Mapping):
        for name, value in element.items():
            if name in {"valueString", "display", "valueDate"} and isinstance(value, str):
                yield value
            elif name not in {"text", "linkId", "extension"}:
                yield from _texts(value)


def _folded(text: str) -> str:
    """Its words alone, one space between them."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
