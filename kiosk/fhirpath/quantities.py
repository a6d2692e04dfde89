"""Quantities: a decimal and a unit, which is a calendar duration, a UCUM code or a plain word.

Source: http://hl7.org/fhirpath/#quantity, #quantity-equality, #quantity-equivalence
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from kiosk.fhirpath.numbers import CONTEXT, as_decimal, from_fraction, similar
from kiosk.fhirpath.ucum import combined, measure

UCUM: Final = "http://unitsofmeasure.org"
_WORDS: Final = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
CALENDAR: Final[Mapping[str, str]] = {word: word for word in _WORDS} | {
    f"{word}s": word for word in _WORDS
}
"""Every spelling of a calendar duration → its singular."""

_UCUM_OF: Final[Mapping[str, str]] = {
    "week": "wk",
    "day": "d",
    "hour": "h",
    "minute": "min",
    "second": "s",
    "millisecond": "ms",
}
_CALENDAR_OF: Final[Mapping[str, str]] = {code: word for word, code in _UCUM_OF.items()}
_INEXACT: Final[Mapping[str, str]] = {"year": "a", "month": "mo"}
_TEXT: Final = re.compile(r"([+-]?\d{1,40}(?:\.\d{1,40})?)\s*(?:'([^']*)'|([A-Za-z]+))?")


class Quantity:
    """A value with a unit.

    `unit` is a calendar word in the singular, or a code; `word` says which. `spelt` is the unit
    as it was written. `origin` is the FHIR JSON it came from, if any.
    """

    __slots__ = ("origin", "spelt", "unit", "value", "word")

    def __init__(
        self,
        value: Decimal,
        unit: str,
        *,
        word: bool = False,
        origin: Mapping[str, Any] | None = None,
    ) -> None:
        self.value = value
        self.unit = CALENDAR[unit] if word else unit
        self.spelt = unit
        self.word = word
        self.origin = origin

    def __repr__(self) -> str:
        return f"Quantity({self.text()})"

    def text(self) -> str:
        """As FHIRPath writes it: 4 days, 4 'mg'."""
        return f"{self.value:f} {self.spelt}" if self.word else f"{self.value:f} '{self.unit}'"

    def duration(self) -> str | None:
        """The calendar unit by which it may be added to a date, or None.

        A UCUM year or month ('a', 'mo') is none: its length in days is no calendar's.
        """
        if self.word:
            return self.unit
        return _CALENDAR_OF.get(self.unit) or CALENDAR.get(self.unit)


def of_json(value: Mapping[str, Any]) -> Quantity | None:
    """The System.Quantity of a FHIR Quantity.

    None without a value, with a comparator, or with a code of another system than UCUM.
    UCUM's codes for durations become calendar units, as FHIR asks (fhirpath.html#quantity).
    """
    number = value.get("value")
    known = isinstance(number, int | float | Decimal) and not isinstance(number, bool)
    if not known or value.get("comparator") or value.get("system", UCUM) != UCUM:
        return None
    unit = value.get("code") or value.get("unit") or "1"
    if value.get("system") == UCUM and (word := _calendar(str(unit))):
        return Quantity(as_decimal(number), word, word=True, origin=value)
    return Quantity(as_decimal(number), str(unit), origin=value)


def _calendar(code: str) -> str | None:
    found = [word for word, own in {**_UCUM_OF, **_INEXACT}.items() if own == code]
    return found[0] if found else None


def parse(text: str) -> Quantity | None:
    """What toQuantity() reads: 4, 4 days, 4 'mg'. None for anything else."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    number, code, word = match.groups()
    if word is not None:
        return Quantity(Decimal(number), word, word=True) if word in CALENDAR else None
    return Quantity(Decimal(number), code or "1")


def ratio(left: Quantity, right: Quantity, *, inexact: bool = False) -> Fraction | None:
    """How many of left's unit one of right's is; None where they can't be converted.

    `inexact` lets calendar years and months stand for UCUM's, as equivalence does.
    """
    if left.unit == right.unit and left.word == right.word:
        return Fraction(1)
    own, other = _measured(left, inexact=inexact), _measured(right, inexact=inexact)
    if own is None or other is None or own[1] != other[1]:
        return None
    return other[0] / own[0]


def _measured(quantity: Quantity, *, inexact: bool) -> tuple[Fraction, object] | None:
    if not quantity.word:
        return measure(quantity.unit)
    if quantity.unit in _INEXACT:
        if inexact:
            return measure(_INEXACT[quantity.unit])
        return Fraction(12 if quantity.unit == "year" else 1), "calendar months"
    return measure(_UCUM_OF[quantity.unit])


def compare(left: Quantity, right: Quantity) -> int | None:
    """-1, 0 or 1; None where the units have nothing in common."""
    one = ratio(left, right)
    if one is None:
        return None
    own, other = Fraction(left.value), Fraction(right.value) * one
    return (own > other) - (own < other)


def equivalent(left: Quantity, right: Quantity) -> bool | None:
    """Whether they are equal in the larger unit, at the precision of the less precise one.

    None where the units have nothing in common.
    """
    one = ratio(left, right, inexact=True)
    if one is None:
        return None
    if one > 1:
        return similar(from_fraction(Fraction(left.value) / one), right.value)
    return similar(left.value, from_fraction(Fraction(right.value) * one))


def add(left: Quantity, right: Quantity, sign: int) -> Quantity | None:
    """The sum in left's unit; None where the units have nothing in common.

    Calendar years and months are not added to each other: their ratio is no exact one.
    """
    one = ratio(left, right)
    if one is None or (one != 1 and left.unit in _INEXACT):
        return None
    if one == 1:
        total = CONTEXT.add(left.value, sign * right.value)
    else:
        total = from_fraction(Fraction(left.value) + sign * Fraction(right.value) * one)
    return Quantity(total, left.spelt, word=left.word)


def multiply(left: Quantity, right: Quantity) -> Quantity | None:
    """The product; its unit is the product of theirs. None for a calendar unit."""
    if right.unit == "1" and not right.word:
        return Quantity(CONTEXT.multiply(left.value, right.value), left.spelt, word=left.word)
    if left.unit == "1" and not left.word:
        return multiply(right, left)
    if left.word or right.word:
        return None
    unit = combined(left.unit, right.unit, 1)
    return Quantity(CONTEXT.multiply(left.value, right.value), unit)


def divide(left: Quantity, right: Quantity) -> Quantity | None:
    """The quotient; None for division by zero or of calendar units."""
    if not right.value:
        return None
    if right.unit == "1" and not right.word:
        return Quantity(CONTEXT.divide(left.value, right.value), left.spelt, word=left.word)
    one = ratio(left, right)
    if one is not None:
        return Quantity(from_fraction(Fraction(left.value) / (Fraction(right.value) * one)), "1")
    if left.word or right.word:
        return None
    unit = combined(left.unit, right.unit, -1)
    return Quantity(CONTEXT.divide(left.value, right.value), unit)
