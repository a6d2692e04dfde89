"""Adding durations to dates and times, their boundaries and their precision in digits.

Source: http://hl7.org/fhirpath/#datetime-arithmetic, #lowboundary, #precision
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.moments import DAY, HOUR, MINUTE, MONTH, SECOND, YEAR, Moment

_MONTHS: Final[Mapping[str, int]] = {"year": 12, "month": 1}
_SECONDS: Final[Mapping[str, Decimal]] = {
    "week": Decimal(604800),
    "day": Decimal(86400),
    "hour": Decimal(3600),
    "minute": Decimal(60),
    "second": Decimal(1),
    "millisecond": Decimal("0.001"),
}
_STEPS: Final[Mapping[int, int]] = {DAY: 86400, HOUR: 3600, MINUTE: 60}
_DAY_SECONDS: Final = 86400


def add(moment: Moment, amount: Decimal, unit: str) -> Moment:
    """The moment `amount` calendar units later.

    What is finer than the moment's own precision counts in whole units of that precision.

    Raises:
        FhirPathError: `unit` can't be added to this kind, or the years 1 to 9999 are left.
    """
    if unit not in _MONTHS and unit not in _SECONDS:
        raise FhirPathError(f"“{unit}” can't be added to a {moment.kind}")
    if unit not in {"second", "millisecond"}:
        amount = amount.to_integral_value(rounding=ROUND_DOWN)
    if moment.kind == "date" and unit not in _MONTHS and unit not in {"week", "day"}:
        raise FhirPathError(f"“{unit}” can't be added to a date")
    if moment.kind == "time":
        return _add_to_time(moment, amount, unit)
    if unit in _MONTHS:
        return _add_months(moment, int(amount) * _MONTHS[unit])
    seconds = amount * _SECONDS[unit]
    if moment.precision <= MONTH:
        days = int(seconds / _DAY_SECONDS)
        months = int(days / (365 if moment.precision == YEAR else 30))
        return _add_months(moment, months * (12 if moment.precision == YEAR else 1))
    return _add_seconds(moment, seconds)


def _add_to_time(moment: Moment, amount: Decimal, unit: str) -> Moment:
    if unit in _MONTHS or unit in {"week", "day"}:
        raise FhirPathError(f"“{unit}” can't be added to a time")
    moved = moment.start() + _truncated(moment, amount * _SECONDS[unit])
    return _rebuilt(moment, _DAY_SECONDS + moved % _DAY_SECONDS)


def _add_months(moment: Moment, months: int) -> Moment:
    if moment.precision == YEAR:
        months = int(months / 12) * 12
    year, month = int(moment.fields[0]), int(moment.fields[1]) if moment.precision > YEAR else 1
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not date.min.year <= year <= date.max.year:
        raise FhirPathError("a date beyond the years 1 to 9999")
    fields: list[int | Decimal] = [year, month, *moment.fields[2:]]
    if moment.precision >= DAY:
        fields[2] = min(int(moment.fields[2]), monthrange(year, month)[1])
    return _spelt(moment, fields[: moment.precision])


def _add_seconds(moment: Moment, seconds: Decimal) -> Moment:
    moved = moment.start() + _truncated(moment, seconds)
    day = int(moved // _DAY_SECONDS)
    if not 1 <= day <= date.max.toordinal():
        raise FhirPathError("a date beyond the years 1 to 9999")
    return _rebuilt(moment, moved)


def _truncated(moment: Moment, seconds: Decimal) -> Decimal:
    if moment.precision == SECOND:
        return seconds
    step = _STEPS[moment.precision]
    return (seconds / step).to_integral_value(rounding=ROUND_DOWN) * step


def _rebuilt(moment: Moment, seconds: Decimal) -> Moment:
    day, rest = divmod(seconds, _DAY_SECONDS)
    on = date.fromordinal(int(day))
    fields: list[int | Decimal] = [on.year, on.month, on.day, int(rest // 3600)]
    fields += [int(rest % 3600 // 60), rest % 60]
    return _spelt(moment, fields[: moment.precision])


def _spelt(moment: Moment, fields: list[int | Decimal]) -> Moment:
    # Milliseconds stay where the text had them, and come where the sum needs them.
    if len(fields) == SECOND:
        digits = fraction_digits(moment)
        second = Decimal(fields[5])
        if second != second.to_integral_value():
            digits = max(digits, 3)
        fields[5] = second.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
    return Moment(moment.kind, fields, moment.zone, spell(moment, fields))


def fraction_digits(moment: Moment) -> int:
    """The digits after the second's point."""
    if moment.precision < SECOND:
        return 0
    exponent = Decimal(moment.fields[5]).as_tuple().exponent
    return -int(exponent) if isinstance(exponent, int) and exponent < 0 else 0


def spell(like: Moment, fields: list[int | Decimal] | tuple[int | Decimal, ...]) -> str:
    """The text of fields, with the kind and the offset of `like`."""
    day = "-".join(f"{int(part):0{4 if at == 0 else 2}}" for at, part in enumerate(fields[:3]))
    clock = ":".join(f"{int(part):02}" for part in fields[3:5])
    if len(fields) == SECOND:
        whole, dot, fraction = f"{fields[5]:f}".partition(".")
        clock += f":{int(whole):02}{dot}{fraction}"
    if like.kind == "time":
        return clock
    if not clock:
        return day + ("T" if like.kind == "dateTime" and like.text.endswith("T") else "")
    return f"{day}T{clock}{zone_text(like)}"


def zone_text(moment: Moment) -> str:
    """The offset as the text spelt it, else in ISO 8601."""
    if moment.zone is None:
        return ""
    if moment.text.endswith("Z"):
        return "Z"
    sign, minutes = "-" if moment.zone < 0 else "+", abs(moment.zone)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"
