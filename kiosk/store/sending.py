"""The sender's side of the outbox: whose turn it is, and what came of it.

A message that fails never holds up the others: the least tried goes first, then the oldest.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.sql.functions import coalesce

from kiosk.store.outbox import LONGEST_WAIT
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import REFUSED, SENT, WAITING, alert, outbox, submission

_ERROR_LENGTH = 500
_TASK = "Task"
_STORED = outbox.update().where(
    outbox.c.id == bindparam("of_row"),
    outbox.c.revision == bindparam("of_revision"),
    outbox.c.state != SENT,
)
"""By thousands, when a line is back."""


@dataclass(frozen=True)
class Due:
    """One resource whose turn it is.

    Attributes:
        payload: UTF-8 JSON.
        attempts: its failures so far.
        revision: how often it was changed since it was first queued.
        if_match: ETag of the version at the service that it follows; None: the first.
        server_id: its id there, where that is another.
        outcome: what the last try came to.
        carried_from: the kiosk it was carried here from; None: it was taken here.
        urgent: somebody is asked to look at once; it goes before all others.
        queued: when it was queued, or changed last; None where whoever made this does not say.
    """

    id: int
    resource_type: str
    resource_id: str
    payload: bytes
    attempts: int
    revision: int = 0
    if_match: str | None = None
    server_id: str | None = None
    outcome: str | None = None
    carried_from: str | None = None
    urgent: bool = False
    queued: datetime | None = None

    @property
    def is_carried(self) -> bool:
        """Whether it is as another kiosk took it, who may have sent it, or a newer one, itself."""
        return self.carried_from is not None and self.revision == 0


@dataclass(frozen=True)
class Why:
    """Why a try came to nothing: in one sentence without any answer in it, and in one word."""

    error: str
    outcome: str = ""

    def columns(self) -> dict[str, str]:
        """As a row keeps it. A server's explanation may be pages long, and is for a person."""
        long = len(self.error) > _ERROR_LENGTH
        error = f"{self.error[: _ERROR_LENGTH - 1]}…" if long else self.error
        return {"error": error, "outcome": self.outcome}


def due(c: Connection, now: datetime, limit: int = 50) -> tuple[Due, ...]:
    """Whose turn it is at `now`: alerts, then the least tried, then the oldest.

    A turn beyond `LONGEST_WAIT` counts as come: the clock was ahead when it was given.
    """
    row = outbox.c
    come = and_(row.state == WAITING, or_(row.due_at <= now, row.due_at > now + LONGEST_WAIT))
    # By themselves, for a hundred thousand others may wait: these few are found by their type.
    an_alert = and_(row.resource_type == _TASK, row.resource_id.in_(select(alert.c.id)))
    first = [replace(one, urgent=True) for one in _read(c, and_(come, an_alert), limit)]
    known = {one.id for one in first}
    rest = (one for one in _read(c, come, limit) if one.id not in known)
    return (*first, *rest)[:limit]


def _read(c: Connection, which: ColumnElement[bool], limit: int) -> tuple[Due, ...]:
    row = outbox.c
    query = (
        select(
            row.id,
            row.resource_type,
            row.resource_id,
            coalesce(row.payload, submission.c.payload).label("payload"),
            row.attempts,
            row.revision,
            row.if_match,
            row.server_id,
            row.outcome,
            row.carried_from,
            row.queued_at.label("queued"),
        )
        .join_from(outbox, submission, submission.c.id == row.resource_id, isouter=True)
        .where(which)
        .order_by(row.attempts, row.id)
        .limit(limit)
    )
    return tuple(Due(**found._asdict()) for found in c.execute(query))


def is_left_alone(c: Connection, now: datetime, asked: Collection[str]) -> bool:
    """Whether the service asked for quiet beyond `now`: then what is new waits with the others.

    Args:
        c: a view of the store.
        now: the moment.
        asked: outcomes by which it does so.
    """
    row = outbox.c
    one = exists().where(
        row.state == WAITING,
        row.outcome.in_(asked),
        row.due_at > now,
        row.due_at <= now + LONGEST_WAIT,
    )
    return bool(c.scalar(select(one)))


def mark_sent(
    c: Connection, item: Due, *, etag: str | None, server_id: str | None = None, now: datetime
) -> None:
    """The service acknowledged it; these bytes are not sent again."""
    stored = {
        "of_row": item.id, "of_revision": item.revision, "state": SENT, "sent_at": now,
        "etag": etag, "error": None, "outcome": None,
        "server_id": None if server_id == item.resource_id else server_id,
    }  # fmt: skip
    execute_prepared(c, _STORED, stored)


def mark_failed(c: Connection, item: Due, *, retry_at: datetime, now: datetime, why: Why) -> None:
    """It did not arrive this time: one more attempt is counted, the next is at `retry_at`."""
    c.execute(
        _same(item)
        .where(outbox.c.state == WAITING)
        .values(attempts=outbox.c.attempts + 1, due_at=max(retry_at, now), **why.columns())
    )


def mark_refused(c: Connection, item: Due, *, now: datetime, why: Why) -> None:
    """The service looked at it and said no: it waits for a person, and others go on."""
    c.execute(
        _same(item).values(
            state=REFUSED, attempts=outbox.c.attempts + 1, due_at=now, **why.columns()
        )
    )


def postpone_all(c: Connection, *, until: datetime, why: Why, now: datetime) -> None:
    """The line is down: nobody is tried before `until`, and nobody is blamed for it.

    Who waits already, for the same reason, is not written once more: a hundred thousand may.
    """
    row = outbox.c
    is_news = true() if until > now else row.error.is_distinct_from(why.columns()["error"])
    c.execute(
        outbox.update()
        .where(row.state == WAITING, row.due_at <= until, is_news)
        .values(due_at=until, **why.columns())
    )


def _same(item: Due) -> Update:
    """That row, unless it was sent, or changed since it was read."""
    row = outbox.c
    return outbox.update().where(
        row.id == item.id, row.revision == item.revision, row.state != SENT
    )
