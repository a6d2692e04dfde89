"""Codes of answers: "LA6568-5" says "Not at all", and stands beside no other answer.

An answer whose words are others gets a code that says them, without a code system of others;
conditions that wait for it follow.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kiosk.coproduction.editing.options import PUBLISHED, code_for, is_answer
from kiosk.coproduction.editing.references import conditions_on, named_in_expressions
from kiosk.coproduction.lineage import plain_wording
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.item import Item


class AnswerCode(NamedTuple):
    """The code of one answer of a question, and SHA-256 of the answer's plain wording."""

    system: str
    code: str
    wording: str


def answer_codes(item: Item) -> Iterator[AnswerCode]:
    """Of a question's listed answers, each published code with its words."""
    for option in ext.mappings(item.raw, "answerOption"):
        if found := _code_of(option):
            yield found


def renew_answers(
    raw: Any, item: Item, before: Item | None, bound: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Take the codes off a question's answers that their words do not bear; changes `raw`.

    Args:
        raw: the form.
        item: a question of it.
        before: the same question in the version before; None where there was none.
        bound: (system, code) → the wordings it stands for, where that is known.

    Yields:
        System and code of each that was taken off.

    Raises:
        RefusedError: a calculation of the form reckons with such a code.
    """
    was = {(one.system, one.code): one.wording for one in answer_codes(before)} if before else {}
    for option in ext.mappings(item.raw, "answerOption"):
        found = _code_of(option)
        if found is None:
            continue
        key = (found.system, found.code)
        # What the code is known to say counts; else what it stood beside before.
        known = bound.get(key) or {was.get(key, found.wording)}
        if found.wording not in known:
            _renew(raw, item, option, found)
            yield key


def _renew(raw: Any, item: Item, option: Any, found: AnswerCode) -> None:
    coding = option["valueCoding"]
    if named_in_expressions(raw, found.code):
        raise RefusedError(
            f"The answer “{ext.text(coding, 'display')}” has the code {found.code} of "
            f"{found.system}, which stands for other words, and a calculation reckons with it.",
            advice="Leave the answer's words as they were, or change the calculation first.",
        )
    options = ext.mappings(item.raw, "answerOption")
    taken = {ext.text(one.get("valueCoding"), "code") for one in options}
    waiting = [one for _, one in conditions_on(raw, item.link_id) if is_answer(one, option)]
    filled = [
        one["valueCoding"] for one in ext.mappings(item.raw, "initial")
        if _key(one.get("valueCoding")) == (found.system, found.code)
    ]  # fmt: skip
    code = code_for(ext.text(coding, "display"), taken)
    for one in [coding, *(condition["answerCoding"] for condition in waiting), *filled]:
        one["code"] = code
        one.pop("system", None)
        one.pop("version", None)


def _code_of(option: Any) -> AnswerCode | None:
    coding = option.get("valueCoding")
    system, code = _key(coding)
    if not code or not system.startswith(PUBLISHED):
        return None
    words = plain_wording(ext.text(coding, "display"))
    return AnswerCode(system, code, hashlib.sha256(words.encode()).hexdigest()) if words else None


def _key(coding: Any) -> tuple[str, str]:
    return ext.text(coding, "system"), ext.text(coding, "code")
