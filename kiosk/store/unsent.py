"""What has not arrived at the central service: what waits for its turn, and what was refused.

Which form it answers, since when and why; never an answer, never a name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select
from sqlalchemy.sql.functions import coalesce

from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.outbox import AT_ONCE, RESPONSE, retry
from kiosk.store.tables import REFUSED, SENT, WAITING, outbox, submission

SHORTEST = 4
"""So many signs of an id are enough to look for it."""


@dataclass(frozen=True)
class Unsent:
    """One resource that is not sent.

    Attributes:
        id: of its row.
        questionnaire: canonical of the form it answers; None for another kind of resource.
        refused: it waits for a person, and not for its turn.
        completed_at: when the patient sent it; None for another kind of resource.
        since: when it was refused, or when it was queued: first, or as it was changed last.
        attempts: its failures so far.
        error: why, in one sentence without any answer in it; "" where it was not tried yet.
        outcome: the same in one word (`kiosk.sync.verdict.Outcome`).
        changed: it was amended, and is not as the patient sent it.
    """

    id: int
    resource_type: str
    resource_id: str
    questionnaire: str | None
    refused: bool
    completed_at: datetime | None
    since: datetime
    attempts: int
    error: str
    outcome: str
    changed: bool


def refused(c: Connection, *, most: int) -> tuple[Unsent, ...]:
    """What was refused, the newest first; at most so many."""
    row = outbox.c
    query = _columns().where(row.state == REFUSED).order_by(row.due_at.desc(), row.id)
    return tuple(Unsent(*one) for one in c.execute(query.limit(most)))


def unsent(c: Connection, *, most: int) -> tuple[Unsent, ...]:
    """What was refused, the newest first; then what waits, in the order of their turns.

    Args:
        c: a view of the store.
        most: so many of each.
    """
    row = outbox.c
    waiting = _columns().where(row.state == WAITING).order_by(row.attempts, row.id)
    waits = (Unsent(*one) for one in c.execute(waiting.limit(most)))
    return (*refused(c, most=most), *waits)


def find_unsent(c: Connection, response_id: str) -> Unsent | None:
    """That response, where it is not sent as it is now."""
    row = outbox.c
    which = _columns().where(
        row.resource_type == RESPONSE, row.resource_id == response_id, row.state != SENT
    )
    found = c.execute(which).one_or_none()
    return None if found is None else Unsent(*found)


def find_refused(c: Connection, wanted: str) -> int:
    """The row of the refused resource with that id, or of the only one whose id begins so.

    Raises:
        RefusedError: there is none, or more than one.
    """
    row = outbox.c
    query = select(row.id, row.resource_id).where(row.state == REFUSED)
    known = c.execute(query).all()
    found = [number for number, name in known if name == wanted]
    if not found and len(wanted) >= SHORTEST:
        found = [number for number, name in known if name.startswith(wanted)]
    if len(found) != 1:
        raise RefusedError(
            f"{'More than one' if found else 'Nothing'} that was refused has an id like {wanted}.",
            advice="Take the whole id, as shown by: kiosk outbox list",
        )
    return int(found[0])


def hurry(c: Connection, *, but: frozenset[str]) -> int:
    """It is everybody's turn at once, for a person asks; how many wait.

    Args:
        c: a write transaction.
        but: outcomes of those that stay: the service itself said when to come again.
    """
    row = outbox.c
    asked = coalesce(row.outcome, "").not_in(but)
    return c.execute(
        outbox.update().where(row.state == WAITING, asked).values(due_at=AT_ONCE)
    ).rowcount


def send_again(c: Connection, row: int, *, by: str, now: datetime) -> bool:
    """Send a refused one once more; whether it was still refused. Who did it is in the audit.

    Args:
        c: a write transaction.
        row: its number.
        by: the member of staff.
        now: the moment.
    """
    name = c.scalar(select(outbox.c.resource_id).where(outbox.c.id == row))
    if not retry(c, [row]):
        return False
    audit.record(c, actor=by, action="outbox.retried", subject=str(name), now=now)
    return True


def next_turn(c: Connection) -> datetime | None:
    """When the next one that waits has its turn; None where nothing waits."""
    found: datetime | None = c.scalar(
        select(func.min(outbox.c.due_at)).where(outbox.c.state == WAITING)
    )
    return found


def waiting_count(c: Connection) -> int:
    """How many responses wait: quickly, to be asked again and again."""
    row = outbox.c
    count = select(func.count()).where(row.state == WAITING, row.resource_type == RESPONSE)
    return int(c.scalar(count) or 0)


def _columns() -> Select[Any]:
    row = outbox.c
    return select(
        row.id,
        row.resource_type,
        row.resource_id,
        row.questionnaire,
        row.state == REFUSED,
        submission.c.completed_at,
        case((row.state == REFUSED, row.due_at), else_=row.queued_at),
        row.attempts,
        coalesce(row.error, ""),
        coalesce(row.outcome, ""),
        row.revision > 0,
    ).join_from(outbox, submission, submission.c.id == row.resource_id, isouter=True)
