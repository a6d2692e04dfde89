"""What about a kiosk needs a person, seen from afar, the most urgent first; in codes, not words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple

from kiosk.sync.fleet import Seen

GONE: Final = timedelta(days=3)
"""Over a weekend a PC may be off."""
CLOCK_S: Final = 120
"""A clock that is so far out is seen on receipts; SMART log-ins fail at five minutes."""

_MOST_S: Final = 10**9


class What(IntEnum):
    """What it needs; a smaller number is more urgent."""

    DAMAGED = 0
    AUDIT = 1
    REFUSED = 2
    LATE = 3
    UNKNOWN = 4
    GONE = 5
    FULL = 6
    CLOCK = 7


class Need(NamedTuple):
    """One thing.

    Attributes:
        what: it is.
        number: how many were refused.
        span: how long answers wait, since when it was not seen, how far its clock is out; of a
            clock that is slow it is below zero.
    """

    what: What
    number: int = 0
    span: timedelta = timedelta()


class Limits(NamedTuple):
    """What this clinic calls too much or too little.

    Attributes:
        alarm_hours: a response should not wait longer.
        low_mb: there should be more room on the disk.
    """

    alarm_hours: int
    low_mb: int


def needs_in(seen: Seen, limits: Limits, now: datetime) -> Iterator[Need]:
    """What needs a person, the most urgent first."""
    state = seen.state
    ago = None if seen.at is None else max(now - seen.at, timedelta())
    if state.sound is False:
        yield Need(What.DAMAGED)
    if state.whole is False or (state.events is not None and state.events < seen.most_events):
        yield Need(What.AUDIT)
    if state.refused:
        yield Need(What.REFUSED, number=state.refused)
    if state.waiting and state.oldest_s is not None:
        waited = timedelta(seconds=min(state.oldest_s, _MOST_S)) + (ago or timedelta())
        if waited >= timedelta(hours=limits.alarm_hours):
            yield Need(What.LATE, span=waited)
    if ago is None:
        yield Need(What.UNKNOWN)
    elif ago >= GONE:
        yield Need(What.GONE, span=ago)
    if state.free_mb is not None and state.free_mb < limits.low_mb:
        yield Need(What.FULL)
    if state.drift_s is not None and abs(state.drift_s) >= CLOCK_S:
        off = max(-_MOST_S, min(state.drift_s, _MOST_S))
        yield Need(What.CLOCK, span=timedelta(seconds=off))
