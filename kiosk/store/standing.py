"""How sending stands, for staff: numbers and moments, and whether somebody has to look.

Offline is normal. An alarm is only what does not mend itself: something was refused, or the oldest
response waits longer than the clinic allows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from kiosk.store.line import down_since
from kiosk.store.outbox import LONGEST_WAIT, OutboxCounts, counts
from kiosk.store.tables import REFUSED, outbox
from kiosk.store.unsent import next_turn, waiting_count


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


@dataclass(frozen=True)
class Line:
    """The same in short, to be asked again and again.

    Attributes:
        waiting: responses that wait.
        refused: whatever was refused.
        down_since: since when nothing could be sent; None where the last try went through.
        last_sent: when anything was acknowledged last.
    """

    waiting: int
    refused: int
    down_since: datetime | None
    last_sent: datetime | None


def line(c: Connection) -> Line:
    """How it stands now; read by indexes alone."""
    row = outbox.c
    refused = select(func.count()).where(row.state == REFUSED)
    last: datetime | None = c.scalar(select(func.max(row.sent_at)))
    return Line(waiting_count(c), int(c.scalar(refused) or 0), down_since(c), last)


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
