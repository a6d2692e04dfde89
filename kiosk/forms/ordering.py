"""Which of two answers is the greater, if that can be said.

Source: http://hl7.org/fhir/R4/datatypes.html#date: a date may be a year or a month alone; what
is not known is not guessed, so "2024" is neither before nor after "2024-05".
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kiosk.forms.answers import Answer, unit_of

_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d)?)?)?)?"
)


def compare(one: Answer, other: Answer) -> int | None:
    """-1, 0 or 1 as `one` is less than, equal to or greater than `other`; None if unknowable."""
    return compare_values(one.key, one.value, other.value)


def compare_values(key: str, one: Any, other: Any) -> int | None:
    """The same for two bare values of the value[x] `key`."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if unit_of(one) != unit_of(other):
            return None
        return compare_values("valueDecimal", one.get("value"), other.get("value"))
    if _is_number(one) and _is_number(other):
        return _sign(one, other)
    if not (isinstance(one, str) and isinstance(other, str)):
        return None
    if key in {"valueDate", "valueDateTime"}:
        return _compare_moments(one, other)
    return _sign(one, other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _compare_moments(one: str, other: str) -> int | None:
    first, second = _parts(one), _parts(other)
    if first is None or second is None:
        return None
    for mine, theirs in zip(first, second, strict=False):
        if mine != theirs:
            return _sign(mine, theirs)
    return 0 if len(first) == len(second) else None


def _parts(moment: str) -> tuple[Decimal, ...] | None:
    match = _MOMENT.fullmatch(moment)
    if match is None:
        return None
    *digits, zone = match.groups()
    if zone:
        try:
            utc = datetime.fromisoformat(moment).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        seconds = Decimal(utc.second) + Decimal(utc.microsecond) / 1_000_000
        return (*map(Decimal, (utc.year, utc.month, utc.day, utc.hour, utc.minute)), seconds)
    return tuple(Decimal(part) for part in digits if part is not None)
