"""lowBoundary, highBoundary and precision of decimals, dates and times.

Source: http://hl7.org/fhirpath/#lowboundary, #highboundary, #precision. A precision counts the
digits: of a dateTime 4, 6, 8, 10, 12, 14 or 17, of a time 2, 4, 6 or 9.
"""

from calendar import monthrange
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.moment_arithmetic import fraction_digits, spell
from kiosk.fhirpath.moments import DAY, HOUR, MONTH, SECOND, Moment
from kiosk.fhirpath.numbers import WIDE
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.values import is_number, kind_of

_MOST_DECIMALS: Final = 31
_DIGITS: Final[Mapping[str, tuple[int, ...]]] = {
    "date": (4, 6, 8),
    "dateTime": (4, 6, 8, 10, 12, 14, 17),
    "time": (2, 4, 6, 9),
}


def boundary(value: Any, digits: int | None, *, high: bool) -> Any:
    """The least or greatest value that `value` may stand for; None beyond what can be told.

    Raises:
        FhirPathError: it is neither a number nor a quantity, date or time.
    """
    if isinstance(value, Quantity):
        edge = _decimal(value.value, digits, high=high)
        return None if edge is None else Quantity(edge, value.spelt, word=value.word)
    if is_number(value):
        return _decimal(Decimal(value), digits, high=high)
    if isinstance(value, Moment):
        return _moment(value, digits, high=high)
    raise FhirPathError(f"{kind_of(value)} has no boundaries")


def _decimal(value: Decimal, digits: int | None, *, high: bool) -> Decimal | None:
    digits = 8 if digits is None else digits
    if not 0 <= digits <= _MOST_DECIMALS:
        return None
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb(min(int(exponent), 0) - 1)
    edge = WIDE.add(value, half if high else -half)
    if edge.adjusted() + digits >= WIDE.prec:
        return None
    rounding = ROUND_CEILING if high else ROUND_FLOOR
    return edge.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=WIDE)


def _moment(value: Moment, digits: int | None, *, high: bool) -> Moment | None:
    steps = _DIGITS[value.kind]
    digits = steps[-1] if digits is None else digits
    if digits not in steps:
        return None
    count = min(steps.index(digits) + (HOUR if value.kind == "time" else 1), SECOND)
    fields = _filled(value, high=high)[:count]
    if digits == steps[-2] == 14:  # noqa: PLR2004 - a dateTime to the second
        fields[5] = Decimal(int(fields[5]))
    bare = Moment(value.kind, fields, _zone(value, count, high=high), value.text)
    return Moment(value.kind, fields, bare.zone, spell(bare, fields))


def _zone(value: Moment, count: int, *, high: bool) -> int | None:
    if value.kind != "dateTime" or count < HOUR or value.zone is not None:
        return value.zone if count >= HOUR else None
    return -12 * 60 if high else 14 * 60


def _filled(value: Moment, *, high: bool) -> list[int | Decimal]:
    fields = list(value.fields)
    while len(fields) < SECOND:
        fields.append(_edge(fields, high=high))
    second = Decimal(fields[5])
    if len(value.fields) < SECOND:
        second = Decimal("59.999") if high else Decimal("0.000")
    elif high and fraction_digits(value) == 0:
        second += Decimal("0.999")
    fields[5] = second.quantize(Decimal("0.001"), rounding=ROUND_FLOOR)
    return fields


def _edge(fields: list[int | Decimal], *, high: bool) -> int:
    at = len(fields) + 1
    if at == MONTH:
        return 12 if high else 1
    if at == DAY:
        return monthrange(int(fields[0]), int(fields[1]))[1] if high else 1
    if at == HOUR:
        return 23 if high else 0
    return 59 if high else 0


def digits_of(value: Any) -> int:
    """How many digits the value has.

    Raises:
        FhirPathError: it is neither a number nor a date or time.
    """
    if is_number(value):
        exponent = Decimal(value).as_tuple().exponent
        return max(0, -int(exponent))
    if not isinstance(value, Moment):
        raise FhirPathError(f"{kind_of(value)} has no precision")
    steps = _DIGITS[value.kind]
    skipped = HOUR if value.kind == "time" else 1
    at = value.precision - skipped
    if value.precision == SECOND and fraction_digits(value):
        at += 1
    return steps[at]
