"""How often the desk offered the screen on a day, and how often it was taken; counters only.

Offered: visits that the desk made, and those who said no. Taken: visits of these that were begun.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.tables import desk_day

CENTRAL, BY_SLIP = "central", "slip"
NOT_THE_DESK: Final = (CENTRAL, BY_SLIP)
"""Who made a visit that nobody offered at this desk: the service, by a Task; another desk."""


@dataclass(frozen=True)
class DeskDay:
    """The counts of one day."""

    offered: int = 0
    taken: int = 0


def count_offered(c: Connection, *, by: str, now: datetime, many: int = 1) -> None:
    """So many more were offered the screen; `by`: who made the visit, or who asked."""
    _count(c, by, now, offered=many)


def count_taken(c: Connection, *, by: str, now: datetime, many: int = 1) -> None:
    """So many more began what they were offered; `by`: who made the visit."""
    _count(c, by, now, taken=many)


def desk_day_of(c: Connection, day: date) -> DeskDay:
    """The counts of that day, on this PC's calendar."""
    query = select(desk_day.c.offered, desk_day.c.taken).where(desk_day.c.day == day)
    found = c.execute(query).first()
    return DeskDay(*found) if found else DeskDay()


def _count(c: Connection, by: str, now: datetime, offered: int = 0, taken: int = 0) -> None:
    if by in NOT_THE_DESK:
        return
    row = desk_day.c
    new = insert(desk_day).values(
        day=now.astimezone().date(), offered=max(0, offered), taken=max(0, taken)
    )
    more = {
        "offered": func.max(0, row.offered + offered),
        "taken": func.max(0, row.taken + taken),
    }
    c.execute(new.on_conflict_do_update(index_elements=["day"], set_=more))
