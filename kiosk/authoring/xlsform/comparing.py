"""A question's answer compared with a text or a number that stands in the form."""

from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from kiosk.authoring.xlsform.questions import NotExact, Question, literal
from kiosk.authoring.xlsform.said import BOOLEAN, DATE, NUMBERS, Said
from kiosk.authoring.xlsform.xpath import Number, Text

_COMPARE: Final = {"=": eq, "!=": ne, "<": lt, ">": gt, "<=": le, ">=": ge}
_EQUALITY: Final = {"=", "!="}
AGREED: Final = "OK"
"""What XLSForm takes down where somebody agrees (acknowledge)."""


def compare_literal(
    question: Question, values: str, operator: str, wanted: Number | Text
) -> Said | None:
    """FHIRPath for the comparison; None where any two values are compared in the same way.

    Raises:
        NotExact: it can't be said exactly.
    """
    if wanted == Text(""):
        if operator not in _EQUALITY:
            raise NotExact("nothing is less or more than no text")
        ask = "empty" if operator == "=" else "exists"
        return Said(f"{values}.{ask}()", BOOLEAN, sure=True)
    if question.codes is not None:
        return _compare_choice(question, values, operator, wanted)
    if question.agreed:
        if wanted != Text(AGREED) or operator not in _EQUALITY:
            raise NotExact(f"“{question.name}” is answered by agreeing")
        agreed = f"({values} = true).anyTrue()"
        return Said(agreed if operator == "=" else f"{agreed}.not()", BOOLEAN, sure=True)
    if question.type in NUMBERS and isinstance(wanted, Text):
        return _compare_number(question, values, operator, wanted)
    if question.type == DATE and isinstance(wanted, Text):
        raise NotExact("a date is compared with a text: date('…') is meant")
    return None


def _compare_number(question: Question, values: str, operator: str, wanted: Text) -> Said:
    number = as_number(wanted.value)
    if number is None:
        raise NotExact(f"the number “{question.name}” is compared with a text")
    compared = f"({values} {'=' if operator == '!=' else operator} {number:f})"
    if operator == "!=":
        return Said(f"{compared}.anyTrue().not()", BOOLEAN, sure=True)
    return Said(compared, BOOLEAN)


def _compare_choice(question: Question, values: str, operator: str, wanted: Number | Text) -> Said:
    fitting = fitting_codes(question, operator.replace("!=", "="), wanted)
    found = chosen(values, fitting)
    if question.several:
        if operator not in _EQUALITY:
            raise NotExact(f"“{question.name}” has several answers")
        found = Said(f"({values}.count() = 1 and {found.text})", BOOLEAN, sure=True)
    return Said(f"{found.text}.not()", BOOLEAN, sure=True) if operator == "!=" else found


def fitting_codes(question: Question, operator: str, wanted: Number | Text) -> tuple[str, ...]:
    """The codes of the choices whose name compares so; a text that is no choice's is its own."""
    names = question.codes or {}
    if isinstance(wanted, Text) and operator == "=":
        if wanted.value not in names and question.open:
            raise NotExact(f"“{wanted.value}” may be an answer in one's own words")
        return names.get(wanted.value, (wanted.value,))
    limit = wanted.value if isinstance(wanted, Number) else as_number(wanted.value)
    if limit is None or question.open:
        raise NotExact(f"the choices of “{question.name}” have no such order")
    fits: Any = _COMPARE[operator]
    numbers = {name: as_number(name) for name in names}
    return tuple(
        code
        for name, number in numbers.items()
        if number is not None and fits(number, limit)
        for code in names[name]
    )


def chosen(values: str, codes: tuple[str, ...]) -> Said:
    """Whether one of these codes is among the answers."""
    if not codes:
        return Said("false", BOOLEAN, sure=True)
    among = " or ".join(f"code = {literal(code)}" for code in codes)
    return Said(f"{values}.where({among}).exists()", BOOLEAN, sure=True)


def as_number(text: str) -> Decimal | None:
    """The number that a text means, as XPath reads it; None where it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    plain = value.is_finite() and "e" not in text.lower() and "+" not in text and "_" not in text
    return value if plain and abs(value) < 10**15 else None
