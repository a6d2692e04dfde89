"""Dates, date-times and times as stretches of time that can be compared.

A date may be a year or a month alone, and a time may have no zone. What is not known is not
guessed: "2024" is neither before nor after "2024-05", and a time without zone is before one with
a zone only if it would be so in every zone of the earth.
Sources: http://hl7.org/fhir/R4/datatypes.html#date, #dateTime, #time
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final, Self

import msgspec

_MOMENT: Final = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?P<month>[0-9]{2})"
    r"(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}(?:\.[0-9]+)?))?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}(?:\.[0-9]+)?))?"
)
_DAY: Final = 24 * 60
_WIDEST_ZONE: Final = 14 * 60
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59
_PAST_LEAP_SECOND: Final = 61
_DECEMBER: Final = 12

Instant = tuple[int, Decimal]
"""Minutes since the beginning, and seconds in that minute; a leap second is the 61st."""


class Moment(msgspec.Struct, frozen=True):
    """What a date, date-time or time stands for.

    Attributes:
        kind: "day" for what stands in a calendar, "time" for a time of day.
        precision: the last part given: "year", "month", "day", "minute" or "second".
        zoned: whether it says its zone; `first` and `last` are UTC then, local time otherwise.
        first, last: the stretch of time, `last` outside of it; one instant where they are equal.
    """

    kind: str
    precision: str
    zoned: bool
    first: Instant
    last: Instant

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The moment that a FHIR date, dateTime, instant or time stands for; None if it is none."""
        if match := _MOMENT.fullmatch(text):
            return cls._in_calendar({k: v for k, v in match.groupdict().items() if v is not None})
        if match := _TIME.fullmatch(text):
            parts = {k: v for k, v in match.groupdict().items() if v is not None}
            return cls._of_minutes("time", 0, parts)
        return None

    @classmethod
    def _in_calendar(cls, parts: dict[str, str]) -> Self | None:
        year, month = int(parts["year"]), int(parts.get("month", 1))
        try:
            start = date(year, month, int(parts.get("day", 1))).toordinal()
        except ValueError:
            return None
        if "hour" in parts:
            return cls._of_minutes("day", start * _DAY, parts)
        precision = "day" if "day" in parts else "month" if "month" in parts else "year"
        end = {
            "day": start + 1,
            "month": _first_of_month(year, month + 1),
            "year": _first_of_month(year + 1, 1),
        }[precision]
        zero = Decimal(0)
        return cls(
            "day", precision, zoned=False, first=(start * _DAY, zero), last=(end * _DAY, zero)
        )

    @classmethod
    def _of_minutes(cls, kind: str, start: int, parts: dict[str, str]) -> Self | None:
        hour, minute = int(parts["hour"]), int(parts["minute"])
        second, offset = Decimal(parts.get("second", 0)), _offset(parts.get("zone", "Z"))
        if (
            hour > _LAST_HOUR
            or minute > _LAST_MINUTE
            or second >= _PAST_LEAP_SECOND
            or offset is None
        ):
            return None
        number, zoned = start + hour * 60 + minute - offset, "zone" in parts
        if "second" in parts:
            return cls(kind, "second", zoned, (number, second), (number, second))
        return cls(kind, "minute", zoned, (number, Decimal(0)), (number + 1, Decimal(0)))

    def anywhere(self) -> Self:
        """The stretch it may cover, in UTC, whatever its zone."""
        (first, second), (last, last_second) = self.first, self.last
        return type(self)(
            self.kind,
            "",
            zoned=True,
            first=(first - _WIDEST_ZONE, second),
            last=(last + _WIDEST_ZONE, last_second),
        )


def compare_moments(one: str, other: str) -> int | None:
    """-1, 0 or 1 as `one` is before, the same as or after `other`; None if unknowable."""
    mine, theirs = Moment.of(one), Moment.of(other)
    if mine is None or theirs is None or mine.kind != theirs.kind:
        return None
    if mine.zoned != theirs.zoned:
        mine, theirs = (moment if moment.zoned else moment.anywhere() for moment in (mine, theirs))
    elif (mine.first, mine.precision) == (theirs.first, theirs.precision):
        return 0
    if _is_before(mine, theirs):
        return -1
    return 1 if _is_before(theirs, mine) else None


def day_text(day: int) -> str:
    """The date of a day counted as in `Moment`: its minutes by whole days."""
    return date.fromordinal(max(1, min(day, date.max.toordinal()))).isoformat()


def _is_before(one: Moment, other: Moment) -> bool:
    # The end of a stretch is outside of it; an instant is its own end.
    stretch = one.first != one.last
    return one.last < other.first or (stretch and one.last == other.first)


def _first_of_month(year: int, month: int) -> int:
    if month > _DECEMBER:
        year, month = year + 1, 1
    if year > date.max.year:
        return date.max.toordinal() + 1
    return date(year, month, 1).toordinal()


def _offset(zone: str) -> int | None:
    """Minutes east of Greenwich; None where no place on earth has such a time."""
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if minutes > _LAST_MINUTE or hours * 60 + minutes > _WIDEST_ZONE:
        return None
    return (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
