"""Tasks of the central service that asked for visits: what each is to be told, and what it was.

What a Task is to be told is written with the change of its visit, in one transaction; so nothing is
forgotten, whenever the program ends. What is told leaves through the outbox, made from the Task as
the service has it then (`kiosk.sync.settling`): until that moment nothing of it lies here but its
id. `kiosk.store.requested` makes its visits.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, and_, or_, select

from kiosk.store import audit
from kiosk.store.outbox import RESPONSE, queue
from kiosk.store.tables import SENT, outbox, task, visit

TASK: Final = "Task"
OPEN, NOT_MADE, OVER = "open", "not-made", "over"
IN_PROGRESS, COMPLETED, CANCELLED = "in-progress", "completed", "cancelled"
_ENDS = (COMPLETED, CANCELLED)

BEGUN_ELSEWHERE: Final = "Somebody else has begun this, too."
ENDED_THERE: Final = "The central service had ended it before."
GONE: Final = "The central service has it no more."


@dataclass(frozen=True)
class Asked:
    """A Task as it is known here.

    Attributes:
        state: open, not-made (no visit could be made of it) or over.
        status: as the service last had it.
        wanted: the status that follows from its visit; None while nothing does.
        queued: the status that is on its way.
        told: the status that the service has from this kiosk.
        reason: what staff should know of it; "" for nothing.
        seen: when it was last heard of.
    """

    id: str
    state: str
    status: str
    wanted: str | None
    queued: str | None
    told: str | None
    reason: str
    seen: datetime


@dataclass(frozen=True)
class Telling:
    """What one Task is to be told.

    Attributes:
        status: its new one.
        told: what this kiosk told it before.
        outputs: the responses that came of it, by their id here and at the service.
    """

    id: str
    status: str
    told: str | None
    outputs: tuple[tuple[str, str], ...] = ()


def want(c: Connection, visit_id: str, status: str, responses: Iterable[str] = ()) -> None:
    """A visit came so far: its Task, if it has one, is to be told."""
    new = {"wanted": status, "responses": list(responses) or None}
    c.execute(task.update().where(_of_visit(visit_id), task.c.state == OPEN).values(new))


def want_nothing(c: Connection, visit_id: str) -> None:
    """Nothing came of a visit after all; a Task that was not told of it yet need not be."""
    untold = and_(task.c.told.is_(None), task.c.queued.is_(None))
    c.execute(task.update().where(_of_visit(visit_id), untold).values(wanted=None))


def asked(c: Connection, state: str | None = None) -> tuple[Asked, ...]:
    """The Tasks known here, in that state or in any; by their id."""
    row = task.c
    query = select(
        row.id, row.state, row.status, row.wanted, row.queued, row.told, row.reason, row.seen_at
    ).order_by(row.id)
    if state is not None:
        query = query.where(row.state == state)
    return tuple(Asked(*found[:6], found[6] or "", found[7]) for found in c.execute(query))


def take_in(c: Connection, *, again: Collection[str], now: datetime) -> None:
    """Learn what came of that which was on its way to Tasks.

    Args:
        c: a write transaction.
        again: outcomes by which the Task had changed at the service: it is to be read anew.
        now: the moment.
    """
    row = task.c
    way = _way(row.id)
    query = select(row.id, row.queued, row.wanted, outbox.c.state, outbox.c.outcome)
    for task_id, queued, wanted, state, outcome in c.execute(query.join(outbox, way)).all():
        if state == SENT:
            over = queued in _ENDS and queued == wanted
            _keep(c, task_id, told=queued, status=queued, queued=None, state=OVER if over else OPEN)
            audit.record(c, actor="kiosk", action=f"task.{queued}", subject=task_id, now=now)
            _forget_way(c, task_id)
        elif outcome in again:
            _keep(c, task_id, queued=None)
            _forget_way(c, task_id)


def to_tell(c: Connection) -> tuple[Telling, ...]:
    """What Tasks are to be told and is not on its way yet.

    That a form is completed is told once the service has all its responses: a Task never names
    what is not there.
    """
    row = task.c
    way = _way(row.id)
    query = (
        select(row.id, row.wanted, row.told, row.responses)
        .join(outbox, way, isouter=True)
        .where(row.state == OPEN, row.wanted.is_not(None))
        .where(or_(row.told.is_(None), row.told != row.wanted))
        .where(or_(outbox.c.id.is_(None), row.queued.is_(None), row.queued != row.wanted))
        .order_by(row.id)
    )
    found = []
    for task_id, status, told, responses in c.execute(query).all():
        outputs = _outputs(c, responses or [])
        if outputs is not None:
            found.append(Telling(task_id, status, told, outputs))
    return tuple(found)


def queue_status(
    c: Connection, telling: Telling, *, payload: bytes, etag: str | None, now: datetime
) -> None:
    """Send a Task with its new status, in the place of what waited to be sent of it before.

    Args:
        c: a write transaction.
        telling: the status.
        payload: the whole Task as UTF-8 JSON.
        etag: of the version it was made from; where the service has a newer one, it is refused.
        now: the moment.
    """
    _forget_way(c, telling.id)
    queue(c, resource_type=TASK, resource_id=telling.id, payload=payload, now=now)
    where = _way(telling.id)
    c.execute(outbox.update().where(where).values(server_id=telling.id, if_match=etag))
    _keep(c, telling.id, queued=telling.status)


def flag(c: Connection, task_id: str, reason: str, **known: str) -> None:
    """Staff should know this of it; `known`: columns that are clear by that."""
    _keep(c, task_id, reason=reason, **known)


def close(c: Connection, task_id: str, *, status: str, reason: str, now: datetime) -> None:
    """Nothing more is told to it."""
    _forget_way(c, task_id)
    _keep(c, task_id, state=OVER, status=status, queued=None, reason=reason or None)
    audit.record(c, actor="central", action="task.closed", subject=task_id, now=now)


def _of_visit(visit_id: str) -> ColumnElement[bool]:
    return task.c.id == select(visit.c.task_id).where(visit.c.id == visit_id).scalar_subquery()


def _outputs(c: Connection, responses: list[str]) -> tuple[tuple[str, str], ...] | None:
    """Where the responses are at the service; None while it lacks one."""
    row = outbox.c
    query = select(row.resource_id, row.state, row.server_id).where(
        row.resource_type == RESPONSE, row.resource_id.in_(responses)
    )
    ways = {found.resource_id: found for found in c.execute(query)}
    if any(way.state != SENT for way in ways.values()):
        return None
    return tuple((one, (ways[one].server_id if one in ways else None) or one) for one in responses)


def _keep(c: Connection, task_id: str, **columns: str | None) -> None:
    c.execute(task.update().where(task.c.id == task_id).values(columns))


def _way(task_id: str | Column[str]) -> ColumnElement[bool]:
    return and_(outbox.c.resource_type == TASK, outbox.c.resource_id == task_id)


def _forget_way(c: Connection, task_id: str) -> None:
    c.execute(outbox.delete().where(_way(task_id)))
