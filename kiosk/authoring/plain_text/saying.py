"""Conditions in words: “{q1} is “Yes””, and back."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.authoring.plain_text.escaping import escaped, unescaped
from kiosk.authoring.plain_text.model import Condition
from kiosk.authoring.plain_text.phrases import ANSWERED, OPERATORS
from kiosk.errors import ImportRefused
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json

Raw = dict[str, Any]
ByLinkId = Mapping[str, Mapping[str, Any]]
"""linkId → the item as FHIR has it."""

_LITERALS: Final[Mapping[str, tuple[str, str]]] = {
    "integer": ("answerInteger", "-?(?:0|[1-9][0-9]{0,9})"),
    "decimal": ("answerDecimal", r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?"),
    "date": ("answerDate", "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"),
    "dateTime": ("answerDateTime", r"[0-9]{4}-[0-9T:.Z+-]{3,40}"),
    "time": ("answerTime", r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"),
}
_QUESTION: Final = re.compile(r"\{((?:[^\\{}]|\\.|\\u\{[0-9a-f]+\})*)\}[ \t]+(.*)", re.DOTALL)
_WHOLE: Final = re.compile(r"\{=[ \t]*(.*)\}", re.DOTALL)


def condition_of(raw: Mapping[str, Any], items: ByLinkId) -> Condition:
    """A condition as the text has it: in words where words say exactly the same."""
    question, operator = ext.text(raw, "question"), ext.text(raw, "operator")
    said = _said(raw, items.get(question))
    if said and set(raw) == {"question", "operator", _answer_key(raw)}:
        words = Condition(question, operator, said)
        target = items.get(question)
        if target is not None and _same(_meant(words, target), raw):
            return words
    return Condition("", "", encode_json(dict(raw)).decode())


def condition_text(condition: Condition, indent: str) -> str:
    """A condition as it stands behind “Only if”."""
    if not condition.operator:
        return f"{{= {escaped(condition.value)}}}"
    question = f"{{{escaped(condition.question)}}}"
    if condition.operator == "exists":
        return f"{question} {ANSWERED[condition.value]}"
    value = condition.value
    if value.startswith("“"):
        value = f"“{escaped(value[1:-1], indent)}”"
    return f"{question} {OPERATORS[condition.operator]} {value}"


def read_condition(text: str, line: int) -> Condition:
    """The condition that stands behind “Only if”.

    Raises:
        ImportRefused: it can't be read.
    """
    if whole := _WHOLE.fullmatch(text):
        return Condition("", "", unescaped(whole[1]), line)
    found = _QUESTION.fullmatch(text)
    for value, words in ANSWERED.items() if found else ():
        if found and found[2].casefold().rstrip(".") == words:
            return Condition(unescaped(found[1]), "exists", value, line)
    for operator, words in OPERATORS.items() if found else ():
        if found and found[2].casefold().startswith(f"{words} "):
            value = _written(found[2][len(words) :].strip(" "))
            return Condition(unescaped(found[1]), operator, value, line)
    raise ImportRefused(
        f"Line {line}: this condition can't be read.",
        advice='It goes: Only if {name of a question} is "the answer". In the place of "is" may '
        f"stand: {', '.join(words for words in (*OPERATORS.values(), *ANSWERED.values()))}.",
    )


def enable_when(condition: Condition, items: ByLinkId) -> Raw:
    """A condition as FHIR has it.

    Raises:
        ImportRefused: there is no such question, or it has no such answer.
    """
    if not condition.operator:
        return _literal(condition)
    target = items.get(condition.question)
    if target is None:
        raise ImportRefused(
            f"Line {condition.line}: there is no question {{{condition.question}}}.",
            advice="The name in braces stands behind the question that is meant.",
        )
    meant = _meant(condition, target)
    if meant is None:
        raise ImportRefused(
            f"Line {condition.line}: {condition.value} is no answer to {{{condition.question}}}.",
            advice=_expected(target),
        )
    return {"question": condition.question, "operator": condition.operator, **meant}


def _answer_key(raw: Mapping[str, Any]) -> str:
    return next((key for key in raw if key.startswith("answer")), "")


def _said(raw: Mapping[str, Any], target: Mapping[str, Any] | None) -> str:
    key, operator = _answer_key(raw), ext.text(raw, "operator")
    value = raw.get(key)
    if operator not in {*OPERATORS, "exists"} or target is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _label(value, target)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, str):
        return f"“{value}”" if key == "answerString" else value
    return ""


def _label(coding: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    for option in ext.mappings(target, "answerOption"):
        one = option.get("valueCoding")
        if _same({"answerCoding": one}, {"answerCoding": coding}) and ext.text(one, "display"):
            return f"“{ext.text(one, 'display')}”"
    return ""


def _meant(condition: Condition, target: Mapping[str, Any]) -> Raw | None:
    """The answer[x] of a condition in words; None where the question has no such answer."""
    value, kind = condition.value, ext.text(target, "type")
    if condition.operator == "exists":
        return {"answerBoolean": value == "yes"}
    if value.startswith("“"):
        return _chosen(value[1:-1], kind, target)
    if kind == "boolean":
        return {"answerBoolean": value == "yes"} if value in ANSWERED else None
    key, pattern = _LITERALS.get(kind, ("", "(?!)"))
    if not re.fullmatch(pattern, value):
        return None
    numbers = {"integer": int, "decimal": Decimal}
    return {key: numbers.get(kind, str)(value)}


def _chosen(words: str, kind: str, target: Mapping[str, Any]) -> Raw | None:
    options = ext.mappings(target, "answerOption")
    codings = [option.get("valueCoding") for option in options]
    fitting = [one for one in codings if words and ext.text(one, "display") == words]
    if len(fitting) == 1 and isinstance(fitting[0], Mapping):
        kept = ("system", "version", "code", "display")
        parts = {key: fitting[0][key] for key in kept if key in fitting[0]}
        return {"answerCoding": parts}
    listed = [ext.text(option, "valueString") for option in options]
    if words in listed or (kind in {"string", "text"} and words):
        return {"answerString": words}
    return None


def _same(meant: Mapping[str, Any] | None, raw: Mapping[str, Any]) -> bool:
    """Whether words mean what stands there; a system that is not said fits any."""
    if meant is None:
        return False
    for key, value in meant.items():
        other = raw.get(key)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            if ext.text(value, "code") != ext.text(other, "code") or not ext.text(value, "code"):
                return False
            systems = {ext.text(one, "system") for one in (value, other)} - {""}
            if len(systems) > 1 or set(other) - {"system", "version", "code", "display"}:
                return False
        elif value != other or isinstance(value, bool) is not isinstance(other, bool):
            return False
    return True


def _written(value: str) -> str:
    for opening, closing in (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»")):
        if len(value) > 1 and value.startswith(opening) and value.endswith(closing):
            return f"“{unescaped(value[1:-1])}”"
    return value.rstrip(".").casefold() if value.rstrip(".").casefold() in ANSWERED else value


def _literal(condition: Condition) -> Raw:
    try:
        found = decode_json(condition.value.encode())
    except NotJson:
        found = None
    if not isinstance(found, dict):
        raise ImportRefused(
            f"Line {condition.line}: what stands in the braces can't be read.",
            advice="Leave braces that begin with “=” as they were.",
        )
    return found


def _expected(target: Mapping[str, Any]) -> str:
    options = ext.mappings(target, "answerOption")
    labels = [
        ext.text(o.get("valueCoding"), "display") or ext.text(o, "valueString") for o in options
    ]
    named = [f"“{label}”" for label in labels if label]
    if named:
        return f"Its answers are: {', '.join(named[:12])}{', …' if len(named) > 12 else ''}."  # noqa: PLR2004
    if ext.text(target, "type") == "boolean":
        return "Its answers are: yes, no."
    return f"An answer of the type {ext.text(target, 'type') or 'text'} is expected."
