"""toX() and convertsToX().

Source: http://hl7.org/fhirpath/#conversion
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from kiosk.fhirpath import moments, quantities
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.function import Function, Functions, of_value
from kiosk.fhirpath.moment_arithmetic import spell
from kiosk.fhirpath.moments import DAY, Moment
from kiosk.fhirpath.numbers import Long, from_fraction, in_range
from kiosk.fhirpath.quantities import CALENDAR, Quantity
from kiosk.fhirpath.values import as_quantity

_TRUE: Final = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE: Final = frozenset({"false", "f", "no", "n", "0", "0.0"})
_INTEGER: Final = re.compile(r"[+-]?\d{1,20}")
_DECIMAL: Final = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?")


def to_boolean(value: Any) -> bool | None:
    """True and false as a boolean, 1 and 0, or one of the words for them."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return bool(value) if value in {0, 1} else None
    if isinstance(value, str):
        word = value.lower()
        return word in _TRUE if word in _TRUE | _FALSE else None
    return None


def to_integer(value: Any) -> int | None:
    """An integer, a boolean, or a text of digits."""
    if isinstance(value, Long):
        value = str(int(value))
    return _whole(value, int)


def to_long(value: Any) -> int | None:
    """The same in 64 bits."""
    return _whole(value, Long)


def _whole(value: Any, kind: type[int]) -> int | None:
    readable = isinstance(value, str) and _INTEGER.fullmatch(value)
    if not (readable or isinstance(value, bool | int)):
        return None
    number = kind(value)
    return number if in_range(number) else None


def to_decimal(value: Any) -> Decimal | None:
    """A number, a boolean, or a text that is one."""
    if isinstance(value, bool | int):
        return Decimal(int(value))
    if isinstance(value, str):
        return Decimal(value) if _DECIMAL.fullmatch(value) else None
    return value if isinstance(value, Decimal) else None


def to_string(value: Any) -> str | None:
    """The text of any value of the language; None of an element that has none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Moment):
        return value.text.removesuffix("T")
    if isinstance(value, Quantity):
        return value.text()
    return str(value) if isinstance(value, str | int) else None


def to_date(value: Any) -> Moment | None:
    """A date, the date of a dateTime, or a text that is either."""
    if isinstance(value, str):
        value = moments.parse_date(value) or moments.parse_date_time(value)
    if not isinstance(value, Moment) or value.kind == "time":
        return None
    return value if value.kind == "date" else _day_of(value)


def _day_of(moment: Moment) -> Moment:
    bare = Moment("date", moment.fields[:DAY], None, "")
    return Moment("date", bare.fields, None, spell(bare, bare.fields))


def to_date_time(value: Any) -> Moment | None:
    """A dateTime, a date as one, or a text that is either."""
    if isinstance(value, str):
        return moments.parse_date_time(value)
    if not isinstance(value, Moment) or value.kind == "time":
        return None
    return Moment("dateTime", value.fields, value.zone, value.text)


def to_time(value: Any) -> Moment | None:
    """A time, or a text that is one."""
    if isinstance(value, str):
        return moments.parse_time(value)
    return value if isinstance(value, Moment) and value.kind == "time" else None


def to_quantity(value: Any, unit: Any = None) -> Quantity | None:
    """A quantity, a number or boolean of unit '1', or a text; in `unit` where that is given."""
    if isinstance(value, bool):
        value = Decimal(int(value))
    quantity = quantities.parse(value) if isinstance(value, str) else as_quantity(value)
    if quantity is None or unit is None:
        return quantity
    return _in_unit(quantity, str(unit))


def _in_unit(quantity: Quantity, unit: str) -> Quantity | None:
    wanted = Quantity(Decimal(1), unit, word=unit in CALENDAR)
    one = quantities.ratio(wanted, quantity, inexact=True)
    if one is None:
        return None
    return Quantity(from_fraction(Fraction(quantity.value) * one), unit, word=wanted.word)


_CONVERSIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "Boolean": to_boolean,
    "Integer": to_integer,
    "Long": to_long,
    "Decimal": to_decimal,
    "String": to_string,
    "Date": to_date,
    "DateTime": to_date_time,
    "Time": to_time,
    "Quantity": to_quantity,
}


def _converts(convert: Callable[..., Any], most: int) -> Function:
    return of_value(lambda *values: convert(*values) is not None, 0, most)


def _declared() -> Functions:
    declared: dict[str, Function] = {}
    for name, convert in _CONVERSIONS.items():
        most = 1 if name == "Quantity" else 0
        declared[f"to{name}"] = of_value(convert, 0, most)
        declared[f"convertsTo{name}"] = _converts(convert, most)
    return declared


FUNCTIONS: Final[Functions] = _declared()


def converted(value: Any, kind: str) -> Any:
    """The value as another System type, or None.

    Raises:
        FhirPathError: there is no such conversion.
    """
    if kind not in _CONVERSIONS:
        raise FhirPathError(f"no conversion to {kind}")
    return _CONVERSIONS[kind](value)
