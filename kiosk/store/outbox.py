"""What waits for the central service: waiting -> sent | refused. Sent is for ever.

A message that fails never holds up the others: the least tried goes first, then the oldest.
(reference sync-and-store, fact 4)
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, Update, and_, exists, func, or_, select
from sqlalchemy.sql.functions import coalesce

from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import REFUSED, SENT, WAITING, outbox, submission

LONGEST_WAIT = timedelta(hours=24)
"""No wait is longer: a later turn was written by a clock that was wrong, and counts for nothing."""

_ERROR_LENGTH = 500
_AT_ONCE = datetime.min.replace(tzinfo=UTC)
_QUEUE = outbox.insert()


@dataclass(frozen=True)
class Due:
    """One resource whose turn it is; `payload` is UTF-8 JSON, `attempts` its failures so far."""

    id: int
    resource_type: str
    resource_id: str
    payload: bytes
    attempts: int


@dataclass(frozen=True)
class OutboxCounts:
    """How the outbox stands, for people: numbers and moments, no contents.

    Attributes:
        oldest_waiting: when the oldest waiting resource was queued.
        last_error: of a resource that is not sent, the one to be tried last.
    """

    waiting: int
    sent: int
    refused: int
    oldest_waiting: datetime | None
    last_sent: datetime | None
    last_error: str | None


@dataclass(frozen=True)
class Refusal:
    """One resource that the service will not take, for a person to look at.

    Attributes:
        questionnaire: canonical of the form it answers; None for another kind of resource.
        since: when it was refused.
        error: the service's reason, without any answer in it.
    """

    resource_id: str
    questionnaire: str | None
    since: datetime
    error: str


def queue(  # noqa: PLR0913 - keyword-only beyond the one
    c: Connection,
    *,
    resource_type: str,
    resource_id: str,
    payload: bytes | None,
    now: datetime,
    questionnaire: str | None = None,
) -> None:
    """Queue a resource; without a payload it is the submission with that id.

    Its turn is at once, whatever the clock says then or later. `questionnaire` is the canonical
    of the form that a response answers: by it the desk finds the response (`store.listing`).
    """
    queued = {
        "resource_type": resource_type,
        "resource_id": resource_id,
        "payload": payload,
        "state": WAITING,
        "attempts": 0,
        "queued_at": now,
        "due_at": _AT_ONCE,
        "questionnaire": questionnaire,
    }
    execute_prepared(c, _QUEUE, queued)


def due(c: Connection, now: datetime, limit: int = 50) -> tuple[Due, ...]:
    """Whose turn it is at `now`: the least tried first, then the oldest.

    A turn beyond `LONGEST_WAIT` counts as come: the clock was ahead when it was given.
    """
    row = outbox.c
    come = or_(row.due_at <= now, row.due_at > now + LONGEST_WAIT)
    query = (
        select(
            row.id,
            row.resource_type,
            row.resource_id,
            coalesce(row.payload, submission.c.payload),
            row.attempts,
        )
        .join_from(outbox, submission, submission.c.id == row.resource_id, isouter=True)
        .where(row.state == WAITING, come)
        .order_by(row.attempts, row.id)
        .limit(limit)
    )
    return tuple(Due(*found) for found in c.execute(query))


def mark_sent(c: Connection, id: int, *, etag: str | None, now: datetime) -> None:  # noqa: A002
    """The service acknowledged it; nothing changes that any more."""
    c.execute(_unless_sent(id).values(state=SENT, sent_at=now, etag=etag, error=None))


def mark_failed(c: Connection, id: int, *, error: str, retry_at: datetime, now: datetime) -> None:  # noqa: A002
    """It did not arrive this time: one more attempt is counted, the next is at `retry_at`."""
    c.execute(
        _unless_sent(id)
        .where(outbox.c.state == WAITING)
        .values(attempts=outbox.c.attempts + 1, due_at=max(retry_at, now), error=_short(error))
    )


def mark_refused(c: Connection, id: int, *, error: str, now: datetime) -> None:  # noqa: A002
    """The service looked at it and said no: it waits for a person, and others go on."""
    c.execute(
        _unless_sent(id).values(
            state=REFUSED, attempts=outbox.c.attempts + 1, due_at=now, error=_short(error)
        )
    )


def postpone_all(c: Connection, *, until: datetime, error: str) -> None:
    """The line is down: nobody is tried before `until`, and nobody is blamed for it."""
    c.execute(
        outbox.update()
        .where(outbox.c.state == WAITING, outbox.c.due_at <= until)
        .values(due_at=until, error=_short(error))
    )


def refusals(c: Connection) -> tuple[Refusal, ...]:
    """What the service refused, the newest first."""
    row = outbox.c
    query = (
        select(row.resource_id, submission.c.questionnaire, row.due_at, coalesce(row.error, ""))
        .join_from(outbox, submission, submission.c.id == row.resource_id, isouter=True)
        .where(row.state == REFUSED)
        .order_by(row.due_at.desc(), row.id.desc())
    )
    return tuple(Refusal(*found) for found in c.execute(query))


def is_quiet(c: Connection, *, now: datetime, quiet: timedelta) -> bool:
    """Whether no response was completed or sent for so long.

    Moments beyond `now + LONGEST_WAIT` count for nothing: the clock was ahead.
    """

    def recent(moment: Column[datetime]) -> ColumnElement[bool]:
        return and_(moment > now - quiet, moment <= now + LONGEST_WAIT)

    seen = or_(
        exists().where(recent(submission.c.completed_at)), exists().where(recent(outbox.c.sent_at))
    )
    return not c.scalar(select(seen))


def counts(c: Connection) -> OutboxCounts:
    """How many wait, are sent, are refused; how old the oldest is; what went wrong last."""
    row = outbox.c
    per_state: dict[str, int] = dict(
        c.execute(select(row.state, func.count()).group_by(row.state)).all()
    )
    last_error = (
        select(row.error)
        .where(row.state.in_((WAITING, REFUSED)), row.error.is_not(None))
        .order_by(row.due_at.desc(), row.id.desc())
        .limit(1)
    )
    return OutboxCounts(
        waiting=per_state.get(WAITING, 0),
        sent=per_state.get(SENT, 0),
        refused=per_state.get(REFUSED, 0),
        oldest_waiting=c.scalar(select(func.min(row.queued_at)).where(row.state == WAITING)),
        last_sent=c.scalar(select(func.max(row.sent_at))),
        last_error=c.scalar(last_error),
    )


def _unless_sent(id: int) -> Update:  # noqa: A002
    return outbox.update().where(and_(outbox.c.id == id, outbox.c.state != SENT))


def _short(error: str) -> str:
    """A server's explanation may be pages long, and is for a person to read."""
    return error if len(error) <= _ERROR_LENGTH else f"{error[: _ERROR_LENGTH - 1]}…"
