"""What about a kiosk needs a person, seen from afar, the most urgent first."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from kiosk.commands.times import length
from kiosk.sync.fleet import Seen

GONE: Final = timedelta(days=3)
"""Over a weekend a PC may be off."""
CLOCK_S: Final = 120
"""A clock that is so far out is seen on receipts; SMART log-ins fail at five minutes."""


NO_NEED: Final = 99
"""Less urgent than anything."""


class Limits(NamedTuple):
    """What this clinic calls too much or too little.

    Attributes:
        alarm_hours: a response should not wait longer.
        low_mb: there should be more room on the disk.
    """

    alarm_hours: int
    low_mb: int


def needs_of(seen: Seen, limits: Limits, now: datetime) -> Iterator[tuple[int, str]]:
    """What needs a person, each with its urgency: 0 before 1."""
    state = seen.state
    ago = None if seen.at is None else max(now - seen.at, timedelta())
    if state.sound is False:
        yield 0, "store damaged"
    if state.whole is False or (state.events is not None and state.events < seen.most_events):
        yield 1, "audit shorter than before"
    if state.refused:
        yield 2, f"{state.refused} refused"
    if state.waiting and state.oldest_s is not None:
        waited = timedelta(seconds=min(state.oldest_s, 10**9)) + (ago or timedelta())
        if waited >= timedelta(hours=limits.alarm_hours):
            yield 3, f"answers wait for {length(waited)}"
    if ago is None:
        yield 4, "not known when it was seen"
    elif ago >= GONE:
        yield 4, f"not seen for {length(ago)}"
    if state.free_mb is not None and state.free_mb < limits.low_mb:
        yield 5, "disk nearly full"
    if state.drift_s is not None and abs(state.drift_s) >= CLOCK_S:
        off = length(timedelta(seconds=min(abs(state.drift_s), 10**9)))
        yield 6, f"clock {off} {'fast' if state.drift_s > 0 else 'slow'}"
