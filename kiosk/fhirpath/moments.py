"""Dates, times and moments of any precision, as text says them: 2014, 2014-01, T10:30.

A moment is an interval: what its text leaves open may be anything. Two moments compare where
their intervals don't overlap, and are equal where both are equally precise and coincide;
otherwise the comparison is unknown (`None`).
Source: http://hl7.org/fhirpath/#datetime-equality, #datetime-arithmetic
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from kiosk.fhirpath.errors import FhirPathError

Kind = Literal["date", "dateTime", "time"]

_DATE = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_TIME = r"(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d{1,20})?))?)?"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
DATE: Final = re.compile(_DATE)
TIME: Final = re.compile("T?" + _TIME)
DATE_TIME: Final = re.compile(rf"{_DATE}(?:T(?:{_TIME}{_ZONE})?)?")

YEAR, MONTH, DAY, HOUR, MINUTE, SECOND = range(1, 7)
"""Precisions, counted in fields; of a time they begin at HOUR as well."""

_FIRST: Final = (1, 1, 1, 0, 0, 0)
_EAST, _WEST = 14 * 3600, -12 * 3600  # the widest offsets in use, seconds


class Moment:
    """A date, dateTime or time.

    `fields` are (year, month, day, hour, minute, second) so far as known; of a time the first
    three are 1. `zone` is an offset in minutes, None where the text has none.
    """

    __slots__ = ("fields", "kind", "text", "zone")

    def __init__(
        self, kind: Kind, fields: Sequence[int | Decimal], zone: int | None, text: str
    ) -> None:
        self.kind: Kind = kind
        self.fields = tuple(fields)
        self.zone = zone
        self.text = text

    def __repr__(self) -> str:
        return f"Moment({self.kind} {self.text})"

    @property
    def precision(self) -> int:
        """How many fields are known, YEAR to SECOND."""
        return len(self.fields)

    def start(self) -> Decimal:
        """Seconds from 0001-01-01 to the begin of the interval, as the clock there shows it."""
        year, month, day, hour, minute, second = self.fields + _FIRST[len(self.fields) :]
        days = date(int(year), int(month), int(day)).toordinal()
        return Decimal(days * 86400 + int(hour) * 3600 + int(minute) * 60) + second

    def end(self) -> Decimal:
        """The begin of what follows the interval; at seconds, the moment itself."""
        if len(self.fields) == SECOND:
            return self.start()
        year, month, *_ = self.fields + _FIRST[len(self.fields) :]
        if len(self.fields) <= MONTH:
            months = int(year) * 12 + int(month) - 1 + (12 if len(self.fields) == YEAR else 1)
            if months // 12 > 9999:  # noqa: PLR2004 - the last year
                return Decimal(date.max.toordinal() + 1) * 86400
            return Decimal(date(months // 12, months % 12 + 1, 1).toordinal() * 86400)
        return self.start() + {DAY: 86400, HOUR: 3600, MINUTE: 60}[len(self.fields)]


def parse_date(text: str) -> Moment | None:
    """A date of any precision, or None."""
    match = DATE.fullmatch(text)
    return None if match is None else _moment("date", match.groups(), None, text)


def parse_time(text: str) -> Moment | None:
    """A time of any precision, with or without its T, or None."""
    match = TIME.fullmatch(text)
    if match is None:
        return None
    return _moment("time", ("1", "1", "1", *match.groups()), None, text.removeprefix("T"))


def parse_date_time(text: str) -> Moment | None:
    """A dateTime of any precision; a bare date is one as well. None where it is none."""
    match = DATE_TIME.fullmatch(text)
    if match is None:
        return None
    *fields, zone = match.groups()
    return _moment("dateTime", fields, _offset(zone), text)


def of_datetime(moment: datetime) -> Moment:
    """A dateTime to the millisecond, from an aware datetime."""
    text = moment.isoformat(timespec="milliseconds")
    parsed = parse_date_time(text)
    if parsed is None or parsed.zone is None:
        raise FhirPathError(f"the time given has no usable offset: {text}")
    return parsed


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return -minutes if zone[0] == "-" else minutes


def _moment(kind: Kind, groups: Sequence[str | None], zone: int | None, text: str) -> Moment | None:
    known = [group for group in groups if group is not None]
    fields: list[int | Decimal] = [int(part) for part in known[:5]]
    if len(known) == SECOND:
        fields.append(Decimal(known[5]))
    year, month, day, hour, minute, second = fields + list(_FIRST[len(fields) :])
    if hour > 23 or minute > 59 or second >= 61 or not 1 <= month <= 12:  # noqa: PLR2004
        return None
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Moment(kind, fields, zone, text)


def bounds(moment: Moment, *, zoned: bool) -> tuple[Decimal, Decimal]:
    """The interval as (first, end); `zoned` in UTC, widened where the offset is unknown."""
    start, end = moment.start(), moment.end()
    if not zoned or len(moment.fields) <= DAY:
        return start, end
    if moment.zone is None:
        return start - _EAST, end - _WEST
    return start - moment.zone * 60, end - moment.zone * 60


def compare(left: Moment, right: Moment) -> int | None:
    """-1, 0 or 1; None where the precision or a missing offset leaves it open."""
    if (left.kind == "time") != (right.kind == "time"):
        raise FhirPathError(f"a {left.kind} can't be compared with a {right.kind}")
    zoned = min(left.precision, right.precision) > DAY and (
        left.zone is not None or right.zone is not None
    )
    (low, high), (other_low, other_high) = bounds(left, zoned=zoned), bounds(right, zoned=zoned)
    known = left.zone is not None and right.zone is not None
    if left.precision == right.precision and (known or not zoned):
        return (low > other_low) - (low < other_low)
    if _ends_before(left, high, other_low):
        return -1
    return 1 if _ends_before(right, other_high, low) else None


def _ends_before(moment: Moment, end: Decimal, begin: Decimal) -> bool:
    # To the second the end is a moment that belongs to the interval, else the begin of the next.
    return end < begin if moment.precision == SECOND else end <= begin


def equal(left: Moment, right: Moment) -> bool | None:
    """Whether they are the same moment; None where that can't be known."""
    if (left.kind == "time") != (right.kind == "time"):
        return False
    order = compare(left, right)
    return None if order is None else order == 0


def equivalent(left: Moment, right: Moment) -> bool:
    """Whether they are the same moment to the same precision."""
    return left.precision == right.precision and equal(left, right) is True
