"""Answers of other fields in a label: "[first_name], how are you?" as one FHIRPath expression."""

from collections.abc import Mapping
from re import Match
from typing import Final

from kiosk.authoring.redcap.asked import Asked, quoted
from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.elements import Raw, expression
from kiosk.authoring.redcap.labels import GAP, piped, without_answers
from kiosk.authoring.redcap.table import Row
from kiosk.fhirpath import Expression, FhirPathError
from kiosk.forms import extensions as ext

_AS_TEXT: Final[Mapping[str, str]] = {
    "string": "",
    "text": "",
    "integer": ".toString()",
    "decimal": ".toString()",
    "date": ".toString()",
    "choice": ".display",
}
"""Item type → how an answer becomes words; the others have several ways to be written."""


def put_answers(item: Raw, row: Row, fields: Mapping[str, Asked], names: frozenset[str]) -> None:
    """Lets the kiosk put answers into the label of an item; leaves gaps where it can't, says so.

    Args:
        item: with the words of its label, the names of fields in brackets.
        row: of the field.
        fields: what is asked, by name.
        names: of all fields.
    """
    words: str = item["text"]
    found = piped(words, names)
    answers = [_answer(one, item, fields) for one in found]
    if not all(answers):
        item["text"] = without_answers(row, Column.LABEL, words, names)
        return
    if found:
        joined = _joined(words, found, answers)
        try:
            Expression(joined).check()
        except FhirPathError:
            item["text"] = without_answers(row, Column.LABEL, words, names)
            return
        beside: Raw = {}
        expression(beside, ext.CQF_EXPRESSION, joined)
        item["text"], item["_text"] = _with_gaps(words, found), beside


def _answer(found: Match[str], item: Raw, fields: Mapping[str, Asked]) -> str:
    """FHIRPath for the answer as words, with a gap while there is none; "" where there is none."""
    one = fields.get(found[1].casefold())
    is_plain = found[0] == f"[{found[1]}]"
    if one is None or not is_plain or one.link_id == item["linkId"] or one.type not in _AS_TEXT:
        return ""
    words = f"{one.answers}{_AS_TEXT[one.type]}"
    return f"iif({one.answers}.exists(), {words}.join(', '), {quoted(GAP)})"


def _joined(words: str, found: tuple[Match[str], ...], answers: list[str]) -> str:
    parts, at = [], 0
    for one, answer in zip(found, answers, strict=True):
        parts += [quoted(words[at : one.start()]), answer]
        at = one.end()
    parts.append(quoted(words[at:]))
    return " & ".join(part for part in parts if part != "''")


def _with_gaps(words: str, found: tuple[Match[str], ...]) -> str:
    kept, at = "", 0
    for one in found:
        kept, at = kept + words[at : one.start()] + GAP, one.end()
    return kept + words[at:]
