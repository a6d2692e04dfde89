"""Answers of a question: one more, one less, in another order."""

import re
import unicodedata
from typing import Any, Final

from kiosk.coproduction.editing.edits import AddOption, MoveOption, RemoveOption
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.references import conditions_on
from kiosk.coproduction.editing.writing import Json, item_at, option_at
from kiosk.forms import extensions as ext

_LEAST: Final = 2
_MOST: Final = 200
PUBLISHED: Final = ("http://loinc.org", "http://snomed.info/sct", "http://terminology.hl7.org/")
"""Code systems of others: nobody but they makes a code in them, or says what it stands for."""

_SCORES: Final = (ext.ITEM_WEIGHT, ext.ORDINAL_VALUE)


def add_option(raw: Json, edit: AddOption) -> None:
    """One more answer, after the others."""
    item = item_at(raw, edit.link_id)
    options: list[Json] = item.get("answerOption", [])
    text = edit.text.strip()
    _refuse_unlisted(item)
    if not text:
        raise EditRefused("empty", "The new answer has no words.", advice="Write a few words.")
    if len(options) >= _MOST:
        raise EditRefused("many", f"More than {_MOST} answers are no choice any more.")
    _refuse_scored(options)
    options.append(_made_like(options, text))


def remove_option(raw: Json, edit: RemoveOption) -> None:
    """An answer less; not one that another question waits for."""
    item = item_at(raw, edit.link_id)
    gone, options = option_at(item, edit.option), item["answerOption"]
    if len(options) <= _LEAST:
        raise EditRefused("few", f"A question needs at least {_LEAST} answers.")
    _refuse_scored(options)
    for waiting, condition in conditions_on(raw, edit.link_id):
        if is_answer(condition, gone):
            asked = ext.text(waiting, "text") or ext.text(waiting, "linkId")
            raise EditRefused(
                "waited-for", f"“{asked}” is asked only after this answer.",
                advice="Change when that question is asked first.",
            )  # fmt: skip
    del options[edit.option]


def move_option(raw: Json, edit: MoveOption) -> None:
    """An answer to another place."""
    item = item_at(raw, edit.link_id)
    moved, options = option_at(item, edit.option), item["answerOption"]
    if not 0 <= edit.to < len(options):
        raise EditRefused("end", "It is at the end already.")
    del options[edit.option]
    options.insert(edit.to, moved)


def is_answer(condition: Json, option: Json) -> bool:
    """Whether a condition waits for that answer."""
    coding, awaited = option.get("valueCoding"), condition.get("answerCoding")
    if isinstance(coding, dict) and isinstance(awaited, dict):
        return _coded(coding) == _coded(awaited)
    values = {key.removeprefix("value"): value for key, value in option.items()}
    return any(
        key.startswith("answer") and values.get(key.removeprefix("answer")) == value
        for key, value in condition.items()
    )


def _coded(coding: Json) -> tuple[Any, ...]:
    code = coding.get("code")
    return (coding.get("system"), code) if code else (None, coding.get("display"))


def _refuse_unlisted(item: Json) -> None:
    if item.get("answerValueSet") or not item.get("answerOption"):
        raise EditRefused(
            "listed-elsewhere", "The answers of this question are not listed in the form.",
            advice="They come from a list that others keep.",
        )  # fmt: skip


def _refuse_scored(options: list[Json]) -> None:
    holders = [one for option in options for one in (option, option.get("valueCoding"))]
    if any(ext.extension_value(one, url) is not None for one in holders for url in _SCORES):
        raise EditRefused(
            "scored", "The answers of this question have scores, and a sum would be wrong.",
            advice="Ask whoever made the form for another version.",
        )  # fmt: skip


def _made_like(options: list[Json], text: str) -> Json:
    """An answer as the others are: a code of the same system, or plain words."""
    first = options[0].get("valueCoding")
    if not isinstance(first, dict):
        if not isinstance(options[0].get("valueString"), str):
            raise EditRefused("no-words", "The answers of this question are numbers or dates.")
        return {"valueString": text}
    taken = {ext.text(one.get("valueCoding"), "code") for one in options}
    coding = {"code": code_for(text, taken), "display": text}
    system = ext.text(first, "system")
    if system and not system.startswith(PUBLISHED):
        coding = {"system": system, **coding}
    return {"valueCoding": coding}


def code_for(words: str, taken: set[str]) -> str:
    """A code that says what it stands for, and is not taken: "not-at-night"."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    code = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-") or "answer"
    number = 2
    found = code
    while found in taken:
        found, number = f"{code}-{number}", number + 1
    return found
