"""Visits that the central service asked for: one for each Task, made once and withdrawn once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, exists, or_, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store import slip_uses, tasks, visits
from kiosk.store.desk_days import BY_SLIP, CENTRAL
from kiosk.store.tables import task, visit
from kiosk.store.tasks import NOT_MADE, OPEN, OVER
from kiosk.store.visits import DONE, LEFT, Visit, Whose

BY: Final = CENTRAL
LAPSED: Final = "Nobody finished it in its time."
UNMADE_MOST: Final = 500
"""More that can't be made than anybody looks through."""
REMEMBERED: Final = timedelta(days=7)
"""So long a Task that is over is known after it was last listed: a search index may lag behind."""


@dataclass(frozen=True)
class Wish:
    """What a Task asks for.

    Attributes:
        task_id: its id at the service.
        status: its status there.
        packet: canonicals of the forms, in order.
        whose: by what the patient is known.
        expires: when the visit is not found any more.
        code: that a desk gave out with it; "" for none.
        visit_id: as its slip names the visit; "" where nothing says it.
    """

    task_id: str
    status: str
    packet: tuple[str, ...]
    whose: Whose
    expires: datetime
    code: str = ""
    visit_id: str = ""


def make_visit(c: Connection, wish: Wish, *, now: datetime) -> Visit | None:
    """Make the visit of a Task; None where it had one, whatever became of that.

    Where its slip was used here already, that visit is the Task's, and tells how far it came.

    Args:
        c: a write transaction.
        wish: what the Task asks for.
        now: the moment.

    Raises:
        RefusedError: see `create_visit`.
    """
    had_one = exists().where(visit.c.task_id == wish.task_id)
    known = c.scalar(select(task.c.state).where(task.c.id == wish.task_id))
    if known in (OPEN, OVER) or c.scalar(select(had_one)):
        return None
    if wish.visit_id and slip_uses.is_used(c, wish.visit_id):
        _adopt(c, wish, now)
        return None
    if wish.visit_id and visits.load_visit(c, wish.visit_id) is not None:
        return None
    made = visits.create_visit(
        c, packet=wish.packet, by=BY, now=now, whose=wish.whose, expires=wish.expires,
        task_id=wish.task_id, visit_id=wish.visit_id or None, code=wish.code or None,
    )  # fmt: skip
    _put(c, wish.task_id, state=OPEN, status=wish.status, reason=None, seen_at=now)
    return made


def _adopt(c: Connection, wish: Wish, now: datetime) -> None:
    """The visit of a slip that was used here while the Task was not known is the Task's."""
    mine = visits.load_visit(c, wish.visit_id)
    if mine is None or mine.made_by != BY_SLIP or mine.task_id is not None:
        return
    c.execute(visit.update().where(visit.c.id == mine.id).values(task_id=wish.task_id))
    _put(c, wish.task_id, state=OPEN, status=wish.status, reason=None, seen_at=now)
    if mine.state == DONE:
        tasks.want(c, mine.id, tasks.COMPLETED, mine.responses)
    else:
        tasks.want(c, mine.id, tasks.CANCELLED if mine.state == LEFT else tasks.IN_PROGRESS)


def keep_unmade(c: Connection, task_id: str, *, status: str, reason: str, now: datetime) -> None:
    """No visit can be made of a Task; one that was made of it before stays as it is."""
    known = c.scalar(select(task.c.state).where(task.c.id == task_id))
    if known not in (OPEN, OVER):
        _put(c, task_id, state=NOT_MADE, status=status, reason=reason, seen_at=now)


def keep_seen(c: Connection, task_id: str, *, status: str, now: datetime) -> None:
    """A known Task was heard of, in that status."""
    c.execute(task.update().where(task.c.id == task_id).values(status=status, seen_at=now))


def withdraw(c: Connection, task_id: str, *, status: str, reason: str, now: datetime) -> bool:
    """A Task is not for this kiosk any more: its visit goes, unless somebody began it.

    What was begun goes on, and the reason is kept for staff. Returns whether a visit went.
    """
    visit_id = c.scalar(select(visit.c.id).where(visit.c.task_id == task_id))
    went = visit_id is not None and visits.withdraw_visit(c, visit_id, by=BY, now=now)
    told_nothing = select(task.c.wanted.is_(None)).where(task.c.id == task_id)
    if went or (visit_id is None and c.scalar(told_nothing)):
        tasks.close(c, task_id, status=status, reason=reason, now=now)
    else:
        tasks.flag(c, task_id, reason, status=status)
    return went


def forget_unlisted(c: Connection, listed: Collection[str], *, now: datetime) -> None:
    """Forget Tasks that the service lists no more and that are to be told nothing.

    One whose visit went for its age, and of which nothing more comes, is over first.

    Args:
        c: a write transaction.
        listed: the ids of all that it lists as open.
        now: the moment.
    """
    row = task.c
    nothing_comes = or_(row.wanted.is_(None), row.wanted == row.told)
    lapsed = and_(row.state == OPEN, nothing_comes, ~exists().where(visit.c.task_id == row.id))
    for task_id, status in c.execute(select(row.id, row.status).where(lapsed)).all():
        tasks.close(c, task_id, status=status, reason=LAPSED, now=now)
    has_visit = exists().where(visit.c.task_id == row.id)
    old = and_(row.state == OVER, row.seen_at < now - REMEMBERED, ~has_visit)
    for which in (row.state == NOT_MADE, old):
        for task_id in c.execute(select(row.id).where(which)).scalars().all():
            if task_id not in listed:
                c.execute(task.delete().where(row.id == task_id))


def forget_surplus(c: Connection) -> None:
    """Of Tasks that can't be made, the latest heard of stay; a list may go on for ever."""
    row = task.c
    surplus = select(row.id).where(row.state == NOT_MADE).order_by(row.seen_at.desc(), row.id)
    many = c.execute(surplus.limit(-1).offset(UNMADE_MOST)).scalars().all()
    for task_id in many:
        c.execute(task.delete().where(row.id == task_id))


def _put(c: Connection, task_id: str, **columns: object) -> None:
    new = insert(task).values(id=task_id, **columns)
    c.execute(new.on_conflict_do_update(index_elements=["id"], set_=columns))
