"""Slips that were used at this kiosk: each opens its visit here once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.clock import wrong_moments
from kiosk.store.outbox import queue, requeue
from kiosk.store.tables import SENT, alert, outbox, slip_use, task, visit

TASK: Final = "Task"


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


def told_uses(c: Connection, ids: Collection[str]) -> dict[str, bytes]:
    """What was queued for the central service of uses, by the id of each; sent or not."""
    row = outbox.c
    query = select(row.resource_id, row.payload).where(
        row.resource_type == TASK, row.resource_id.in_(list(ids))
    )
    return {found: payload for found, payload in c.execute(query) if payload is not None}


def is_held_up(c: Connection, outcome: str) -> bool:
    """Whether a use waits whose last try came to that."""
    row = outbox.c
    return c.scalar(select(row.id).where(_of_uses(), row.outcome == outcome).limit(1)) is not None


def tell_use(c: Connection, use_id: str, payload: bytes, *, now: datetime) -> None:
    """Queue how a use stands, in the place of what was said of it before."""
    which: dict[str, Any] = {"resource_type": TASK, "resource_id": use_id, "payload": payload}
    if not requeue(c, **which, now=now):
        queue(c, **which, now=now)


def forget_told(c: Connection, *, but: Collection[str]) -> int:
    """Forget uses that the service has, but for these; how many."""
    row = outbox.c
    old = outbox.delete().where(_of_uses(), row.state == SENT, row.resource_id.not_in(list(but)))
    return c.execute(old).rowcount


def forget_uses(c: Connection, *, now: datetime) -> int:
    """Forget slips that expired; how many. What a clock wrote that was wrong then, stays."""
    ahead, before = wrong_moments(slip_use.c.used_at, now)
    old = slip_use.delete().where(slip_use.c.expires_at <= now, ~ahead, ~before)
    return c.execute(old).rowcount


def _of_uses() -> ColumnElement[bool]:
    """No Task that asked for a visit, none by which a desk asks for it, and no alert."""
    row = outbox.c
    others = (row.resource_id.not_in(select(one.c.id)) for one in (task, visit, alert))
    return and_(row.resource_type == TASK, *others)
