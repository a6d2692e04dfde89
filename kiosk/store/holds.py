"""Legal holds: while one lasts, what it covers is not deleted for its age."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, exists, or_, select

from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.tables import hold, submission

_LOST: Final = "Holds were lost when the store was damaged."


@dataclass(frozen=True)
class Hold:
    """A hold that lasts.

    Attributes:
        response_id: the one response it covers; None: everything.
        reason: in the words of whoever began it.
    """

    id: str
    response_id: str | None
    reason: str
    begun: datetime
    by: str


def begin_hold(
    c: Connection, *, response_id: str | None, reason: str, by: str, now: datetime
) -> Hold:
    """From now on nothing is deleted for its age; or not that one response.

    Raises:
        RefusedError: no such response is kept here, or no reason is given.
    """
    if not reason.strip():
        raise RefusedError("A hold needs a reason.", advice="Name the letter or case it is for.")
    if response_id and not c.scalar(select(exists().where(submission.c.id == response_id))):
        raise RefusedError(
            f"No response {response_id} is kept here.", advice="See the ids with: kiosk export"
        )
    made = Hold(str(uuid4()), response_id or None, reason.strip(), now, by)
    c.execute(
        hold.insert().values(
            id=made.id, response_id=made.response_id, reason=made.reason, begun_at=now, begun_by=by
        )
    )
    audit.record(c, actor=by, action="hold.begun", subject=made.id, now=now)
    return made


def hold_everything(c: Connection, now: datetime) -> None:
    """After damage that took holds along: nothing is deleted for its age until IT ends this."""
    if not any(one.reason == _LOST for one in holds(c)):
        begin_hold(c, response_id=None, reason=_LOST, by="kiosk", now=now)


def end_hold(c: Connection, hold_id: str, *, by: str, now: datetime) -> None:
    """What it covered may be deleted again, once it is old enough.

    Raises:
        RefusedError: no such hold lasts.
    """
    lasting = (hold.c.id == hold_id) & hold.c.ended_at.is_(None)
    if not c.execute(hold.update().where(lasting).values(ended_at=now, ended_by=by)).rowcount:
        raise RefusedError(f"No hold {hold_id} lasts.", advice="See them with: kiosk hold list")
    audit.record(c, actor=by, action="hold.ended", subject=hold_id, now=now)


def is_held(c: Connection, response_id: str) -> bool:
    """Whether a hold on it, or on everything, lasts."""
    which = or_(hold.c.response_id.is_(None), hold.c.response_id == response_id)
    return bool(c.scalar(select(exists().where(hold.c.ended_at.is_(None), which))))


def holds(c: Connection) -> tuple[Hold, ...]:
    """Those that last, the oldest first."""
    columns = hold.c
    query = (
        select(columns.id, columns.response_id, columns.reason, columns.begun_at, columns.begun_by)
        .where(columns.ended_at.is_(None))
        .order_by(columns.begun_at, columns.id)
    )
    return tuple(Hold(*row) for row in c.execute(query))
