"""How sending stands, for staff: numbers and moments, and whether somebody has to look.

Offline is normal. An alarm is only what does not mend itself: something was refused, or the oldest
response waits longer than the clinic allows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.store.line import down_since
from kiosk.store.outbox import LONGEST_WAIT, OutboxCounts, counts
from kiosk.store.unsent import next_turn


@dataclass(frozen=True)
class Standing:
    """How sending stands at one moment.

    Attributes:
        counts: what waits, is sent, is refused.
        down_since: since when nothing could be sent; None where the last try went through.
        next_turn: when the next resource has its turn, not before `at`; None: nothing waits.
        late: the oldest response waits longer than `alarm`.
        at: that moment.
        alarm: so long a response may wait.
    """

    counts: OutboxCounts
    down_since: datetime | None
    next_turn: datetime | None
    late: bool
    at: datetime
    alarm: timedelta

    @property
    def refused(self) -> int:
        """Everything that was refused, whatever it is."""
        return self.counts.refused + self.counts.others_refused

    @property
    def is_alarm(self) -> bool:
        """Whether somebody has to look."""
        return self.late or self.refused > 0


def standing(c: Connection, *, alarm: timedelta, now: datetime) -> Standing:
    """How sending stands at `now`.

    Args:
        c: a view of the store.
        alarm: so long a response may wait (`central.alarm_hours`).
        now: the moment.
    """
    found, turn = counts(c), next_turn(c)
    oldest = found.oldest_waiting
    if turn is not None and not now <= turn <= now + LONGEST_WAIT:
        turn = now
    return Standing(
        counts=found,
        down_since=down_since(c) if found.waiting or found.others_waiting else None,
        next_turn=turn,
        late=oldest is not None and now - oldest > alarm,
        at=now,
        alarm=alarm,
    )
