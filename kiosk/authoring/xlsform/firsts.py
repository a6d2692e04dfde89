"""The column `default` as FHIR's first answers, and the column `parameters` of a range."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from kiosk.authoring.xlsform.comparing import as_number
from kiosk.authoring.xlsform.expressions import expression_extension
from kiosk.authoring.xlsform.looks import item_control
from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.questions import NotExact, Question
from kiosk.authoring.xlsform.said import NUMBERS
from kiosk.authoring.xlsform.work import Work, translator_at
from kiosk.forms.extensions import INITIAL_EXPRESSION, MAX_VALUE, MIN_VALUE, SLIDER_STEP
from kiosk.forms.shapes import is_integer

_DYNAMIC: Final = re.compile(r"\$\{|\w\s*\(.*\)")
_YES: Final = {"true", "yes", "1", "ok"}
_NO: Final = {"false", "no", "0"}
_EMPTY: Final = "It begins without an answer."


def put_default(item: dict[str, Any], node: Node, question: Question, work: Work) -> None:
    """Gives an item its first answers."""

    def make(text: str) -> dict[str, Any]:
        if _DYNAMIC.search(text):
            return {"extension": [_worked_out(text, node, question, work)]}
        if question.codes is not None:
            return _chosen(text, item, question)
        return {"initial": [_first(text, question.type)]}

    made = work.made_of(node.row, "default", make, else_=_EMPTY) or {}
    item.setdefault("extension", []).extend(made.pop("extension", []))
    item.update(made)


def _worked_out(text: str, node: Node, question: Question, work: Work) -> dict[str, Any]:
    at = translator_at(node, work)
    found = at.translate(at.parse(text))
    wanted = "string" if question.type == "text" else question.type
    if question.codes is not None or not (found.type == wanted or {found.type, wanted} == NUMBERS):
        raise NotExact(f"it gives no {wanted}")
    return expression_extension(INITIAL_EXPRESSION, found.text)


def _chosen(text: str, item: dict[str, Any], question: Question) -> dict[str, Any]:
    names = text.split() if question.several else [" ".join(text.split())]
    codes = [question.codes[name][0] for name in names if question.codes and name in question.codes]
    if len(codes) < len(names):
        raise NotExact("it is no choice of the list")
    options = item["answerOption"]
    return {
        "answerOption": [
            option | ({"initialSelected": True} if option["valueCoding"]["code"] in codes else {})
            for option in options
        ]
    }


def _first(text: str, kind: str) -> dict[str, Any]:
    if kind not in _FIRST:
        raise NotExact("such a question begins without an answer")
    key, read = _FIRST[kind]
    try:
        return {key: read(text)}
    except ValueError as cause:
        raise NotExact(f"it is no {kind}") from cause


def _number(text: str) -> Decimal:
    number = as_number(text)
    if number is None:
        raise NotExact("it is no number")
    return number


def _integer(text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value() or not is_integer(int(number)):
        raise NotExact("it is no whole number")
    return int(number)


def _boolean(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise NotExact("it is neither yes nor no")
    return text.lower() in _YES


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _time(text: str) -> str:
    return time.fromisoformat(text).replace(microsecond=0, tzinfo=None).isoformat()


_FIRST: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "string": ("valueString", str),
    "text": ("valueString", str),
    "integer": ("valueInteger", _integer),
    "decimal": ("valueDecimal", _number),
    "boolean": ("valueBoolean", _boolean),
    "date": ("valueDate", _day),
    "time": ("valueTime", _time),
}


def range_type(text: str) -> str:
    """The item type of a range with these parameters."""
    numbers, _ = _range(text)
    whole = (value == value.to_integral_value() and is_integer(int(value)) for value in numbers)
    return "integer" if all(whole) else "decimal"


def range_limits(node: Node, work: Work) -> list[dict[str, Any]]:
    """The extensions that make a range a slider."""
    text = node.row.take("parameters")
    (low, high, step), unknown = _range(text)
    for word in unknown:
        work.note(node.row, "parameters", word, "This parameter is not known: left out.")
    is_whole = range_type(text) == "integer"
    key = "valueInteger" if is_whole else "valueDecimal"
    least, most = (int(value) if is_whole else value for value in (low, high))
    limits = [{"url": MIN_VALUE, key: least}, {"url": MAX_VALUE, key: most}]
    if step == step.to_integral_value() and is_integer(int(step)):
        limits.append({"url": SLIDER_STEP, "valueInteger": int(step)})
    else:
        message = "FHIR knows whole steps alone: the slider has its own."
        work.note(node.row, "parameters", f"step={step}", message)
    return [item_control("slider"), *limits]


def _range(text: str) -> tuple[tuple[Decimal, Decimal, Decimal], list[str]]:
    """The least and the greatest value and the step of a range; and what is not known."""
    given, unknown = _parameters(text, ("start", "end", "step"))
    numbers = {"start": Decimal(1), "end": Decimal(10), "step": Decimal(1)} | given
    low, high = sorted((numbers["start"], numbers["end"]))
    return (low, high, abs(numbers["step"]) or Decimal(1)), unknown


def note_parameters(node: Node, work: Work) -> None:
    """Says that the parameters of a row that is no range are left out."""
    if text := node.row.take("parameters"):
        work.note(node.row, "parameters", text, "These parameters are not known: left out.")


def _parameters(text: str, known: Iterable[str]) -> tuple[dict[str, Decimal], list[str]]:
    given: dict[str, Decimal] = {}
    unknown: list[str] = []
    for word in re.split(r"[;,\s]+", re.sub(r"\s*=\s*", "=", text)):
        name, _, value = word.partition("=")
        number = as_number(value)
        if name.lower() in known and number is not None:
            given[name.lower()] = number
        elif word:
            unknown.append(word)
    return given, unknown
