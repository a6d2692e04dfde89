"""When a clinic is open: hours by weekday, days on which it stays closed. Pure: no clock, no Qt.

Hours are of the clock on the wall. A day with a change of the clock is longer or shorter; what is
asked and answered here are moments, so it is open as long as the wall says.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before the program was written is wrong: a battery that died."""

_DAY: Final = timedelta(days=1)
_AHEAD_DAYS: Final = 400
"""So far the next opening is looked for: a year and the days that may be closed."""
_ALWAYS_DAYS: Final = 9
"""Open for longer than a week and the days around it is open for good."""
_SPAN: Final = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-\u2013]\s*(\d{1,2})[:.](\d{2})")

Text = Annotated[str, msgspec.Meta(max_length=80)]


class Span(NamedTuple):
    """Open from one time of the day to another; one that is not later is of the next day."""

    opens: time
    closes: time


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When patients are let in, by the clock on the wall. Where no day has hours: always.

    Attributes:
        monday, tuesday, wednesday, thursday, friday, saturday, sunday: the hours of that day, as
            "08:30-12:00, 13:30-18:00"; "" for a closed day; "24:00" is midnight, and "20:00-02:00"
            ends on the day after.
        closed: days without hours, as "2026-12-25".
        emergency: the numbers to call in an emergency, as the page of a closed clinic shows them.
    """

    monday: Text = ""
    tuesday: Text = ""
    wednesday: Text = ""
    thursday: Text = ""
    friday: Text = ""
    saturday: Text = ""
    sunday: Text = ""
    closed: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()
    emergency: Annotated[str, msgspec.Meta(max_length=40)] = "999"

    def __post_init__(self) -> None:
        """Raises: ValueError, with the reason, where hours or days can't be read."""
        for name in WEEKDAYS:
            read_spans(getattr(self, name))
        for day in self.closed:
            read_day(day)
        if not self.emergency.isprintable():
            raise ValueError("the numbers for an emergency are not one line of text")

    @property
    def said(self) -> bool:
        """Whether any day has hours."""
        return any(getattr(self, name) for name in WEEKDAYS)

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """The hours of each day, Monday first."""
        return tuple(read_spans(getattr(self, name)) for name in WEEKDAYS)

    @property
    def days_closed(self) -> frozenset[date]:
        """The days that stay closed."""
        return frozenset(map(read_day, self.closed))


class Standing(NamedTuple):
    """How a clinic stands at a moment.

    Attributes:
        open: whether it is open.
        until: when that changes, aware, UTC; None where it does not within a year.
    """

    open: bool
    until: datetime | None


def read_spans(text: str) -> tuple[Span, ...]:
    """The hours of a day, earliest first: "08:30-12:00, 13:30-18:00"; () for "".

    Raises:
        ValueError: with the reason.
    """
    spans = [_span(part.strip()) for part in text.split(",")] if text.strip() else []
    for one, following in pairwise(spans):
        if one.closes <= one.opens or following.opens < one.closes:
            raise ValueError(f"“{text}”: each time must come after the one before it")
    return tuple(spans)


def read_day(text: str) -> date:
    """A day as "2026-12-25".

    Raises:
        ValueError: with the reason.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}” is no day such as 2026-12-25") from None


def clock_is_wrong(now: datetime, known: datetime | None = None) -> bool:
    """Whether that clock can't be right: no hours can be kept by it.

    Args:
        now: what it says.
        known: a moment that is certainly over, when the hours were changed last for instance.
    """
    return now < EARLIEST or (known is not None and now < known - _DAY)


def standing(hours: Hours, now: datetime, zone: tzinfo) -> Standing:
    """Whether the clinic is open now, and until when that is so.

    Args:
        hours: the clinic's.
        now: aware.
        zone: of the clock on its wall.
    """
    if not hours.said:
        return Standing(open=True, until=None)
    today = now.astimezone(zone).date()
    until: datetime | None = None
    for opens, closes in _intervals(hours, today - _DAY, zone):
        if until is None and opens > now:
            return Standing(open=False, until=opens)
        if until is not None and opens > until:
            break
        if closes > now:
            until = max(until or closes, closes)
        if until is not None and until - now > _ALWAYS_DAYS * _DAY:
            return Standing(open=True, until=None)
    return Standing(open=until is not None, until=until)


def _intervals(hours: Hours, first: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """The moments between which it is open, from that day on, by their beginning."""
    week, closed = hours.week, hours.days_closed
    for number in range(_AHEAD_DAYS):
        day = first + number * _DAY
        if day in closed:
            continue
        yield from sorted(_interval(day, span, zone) for span in week[day.weekday()])


def _interval(day: date, span: Span, zone: tzinfo) -> tuple[datetime, datetime]:
    after = day + _DAY if span.closes <= span.opens else day
    # An hour that comes twice, or not at all, is given to those who come.
    return min(_moments(day, span.opens, zone)), max(_moments(after, span.closes, zone))


def _moments(day: date, wall: time, zone: tzinfo) -> tuple[datetime, datetime]:
    """When the clock on the wall shows that: twice as it is set back, else the same moment."""
    shown = datetime.combine(day, wall, tzinfo=zone)
    return shown.astimezone(UTC), shown.replace(fold=1).astimezone(UTC)


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” is no time such as 08:30-18:00")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    if (end_hour, end_minute) == (24, 0):
        end_hour = 0
    try:
        return Span(time(hour, minute), time(end_hour, end_minute))
    except ValueError:
        raise ValueError(f"“{text}” is no time such as 08:30-18:00") from None
