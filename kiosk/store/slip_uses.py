"""Slips that were used at this kiosk: each opens its visit here once."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.clock import wrong_moments
from kiosk.store.tables import slip_use


def use_slip(c: Connection, visit_id: str, *, expires: datetime, now: datetime) -> None:
    """The slip of that visit opens nothing here any more, however the visit was opened."""
    used = insert(slip_use).values(slip_id=visit_id, used_at=now, expires_at=expires)
    c.execute(used.on_conflict_do_nothing())


def forget_slip(c: Connection, visit_id: str) -> None:
    """It opens its visit again: nothing came of the use."""
    c.execute(slip_use.delete().where(slip_use.c.slip_id == visit_id))


def is_used(c: Connection, visit_id: str) -> bool:
    """Whether the slip of that visit opens nothing here any more."""
    used = select(slip_use.c.slip_id).where(slip_use.c.slip_id == visit_id)
    return c.scalar(used) is not None


def forget_uses(c: Connection, *, now: datetime) -> int:
    """Forget slips that expired; how many. What a clock wrote that was wrong then, stays."""
    ahead, before = wrong_moments(slip_use.c.used_at, now)
    old = slip_use.delete().where(slip_use.c.expires_at <= now, ~ahead, ~before)
    return c.execute(old).rowcount
