"""The Tasks by which a desk asks the central service for visits, on their way there."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, and_, exists, select

from kiosk.store.tables import SENT, WAITING, alert, outbox, visit
from kiosk.store.tasks import TASK


class TaskWay(NamedTuple):
    """How far the Task of a visit came.

    Attributes:
        is_there: the service has it.
        untried: nothing of it ever left this PC.
        id: its id at the service.
    """

    is_there: bool
    untried: bool
    id: str


def ways(c: Connection, visit_ids: Iterable[str]) -> dict[str, TaskWay]:
    """Of these visits, by their ids; of those that this desk made."""
    row = outbox.c
    query = select(row.resource_id, row.state, row.attempts, row.server_id).where(
        row.resource_type == TASK, row.resource_id.in_(list(visit_ids))
    )
    return {
        known: TaskWay(state == SENT, state == WAITING and not attempts, server_id or known)
        for known, state, attempts, server_id in c.execute(query)
    }


def forget_way(c: Connection, visit_id: str) -> None:
    """Nothing of it is sent any more."""
    row = outbox.c
    c.execute(outbox.delete().where(row.resource_type == TASK, row.resource_id == visit_id))


def follow(c: Connection, visit_id: str, task_id: str) -> None:
    """From now on its Task alone says how far it is, and no use of its slip."""
    c.execute(visit.update().where(visit.c.id == visit_id).values(task_id=task_id))


def forget_told(c: Connection) -> int:
    """Forget Tasks that the service has, and whose visits are gone here; how many. No alert's."""
    row = outbox.c
    told = and_(
        row.resource_type == TASK, row.state == SENT, row.resource_id.not_in(select(alert.c.id))
    )
    gone = ~exists().where(visit.c.id == row.resource_id)
    return c.execute(outbox.delete().where(told, gone)).rowcount
