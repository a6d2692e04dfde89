"""What waits for the central service: waiting -> sent | refused.

Sent is for ever, for these bytes: who amends a resource sends a new revision of it. Refused waits
for a person, who sends it again (`retry`), amends it (`requeue`) or takes it elsewhere.

The sender's side of the table is `kiosk.store.sending`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.sql.functions import coalesce

from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import REFUSED, SENT, WAITING, outbox, submission

LONGEST_WAIT = timedelta(hours=24)
"""No wait is longer: a later turn was written by a clock that was wrong, and counts for nothing."""

RESPONSE = "QuestionnaireResponse"

AT_ONCE = datetime.min.replace(tzinfo=UTC)
"""A turn that has come, whatever the clock says."""

_QUEUE = outbox.insert()


@dataclass(frozen=True)
class OutboxCounts:
    """How the outbox stands, for people: numbers and moments, no contents.

    Attributes:
        waiting, sent, refused: responses.
        others_waiting, others_refused: whatever else the service should know.
        oldest_waiting: when the oldest waiting response was queued.
        last_error: of a resource that is not sent, the one to be tried last.
    """

    waiting: int
    sent: int
    refused: int
    oldest_waiting: datetime | None
    last_sent: datetime | None
    last_error: str | None
    others_waiting: int = 0
    others_refused: int = 0


@dataclass(frozen=True)
class Refusal:
    """One resource that the service will not take, for a person to look at.

    Attributes:
        questionnaire: canonical of the form it answers; None for another kind of resource.
        since: when it was refused.
        error: the service's reason, without any answer in it.
        outcome: the same in one word; "" from before there were such words.
        resource_type: of what was refused.
        id: of its row.
    """

    resource_id: str
    questionnaire: str | None
    since: datetime
    error: str
    outcome: str = ""
    resource_type: str = RESPONSE
    id: int = 0


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
        "due_at": AT_ONCE,
        "questionnaire": questionnaire,
    }
    execute_prepared(c, _QUEUE, queued)


def retry(c: Connection, ids: Iterable[int] | None = None, *, over_theirs: bool = False) -> int:
    """Send what was refused once more, as if for the first time; how many.

    Args:
        c: a write transaction.
        ids: of rows; None: of all that were refused.
        over_theirs: it goes whatever the service has by now: a person looked at both.
    """
    which = [outbox.c.state == REFUSED]
    if ids is not None:
        which.append(outbox.c.id.in_(tuple(ids)))
    again = {"state": WAITING, "attempts": 0, "due_at": AT_ONCE, "outcome": None}
    if over_theirs:
        again |= {"if_match": None}
    return c.execute(outbox.update().where(*which).values(again)).rowcount


def requeue(
    c: Connection, *, resource_type: str, resource_id: str, payload: bytes, now: datetime
) -> bool:
    """Send a new revision of a resource, whether the one before went or not.

    One that the service has follows its version there. What was changed twice before it left
    leaves as it is last. Returns whether there is such a resource.
    """
    row = outbox.c
    which = and_(row.resource_type == resource_type, row.resource_id == resource_id)
    new = {
        "payload": payload, "state": WAITING, "attempts": 0, "due_at": AT_ONCE, "error": None,
        "outcome": None, "queued_at": now, "sent_at": None, "revision": row.revision + 1,
        "if_match": case((row.state == SENT, row.etag), else_=row.if_match),
    }  # fmt: skip
    return c.execute(outbox.update().where(which).values(new)).rowcount == 1


def refusals(c: Connection) -> tuple[Refusal, ...]:
    """What the service refused, the newest first."""
    row = outbox.c
    query = (
        select(
            row.resource_id,
            submission.c.questionnaire,
            row.due_at,
            coalesce(row.error, ""),
            coalesce(row.outcome, ""),
            row.resource_type,
            row.id,
        )
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
    is_other = or_(row.resource_type < RESPONSE, row.resource_type > RESPONSE)  # by the index
    everything, others = _per_state(c, true()), _per_state(c, is_other)
    last_error = (
        select(row.error)
        .where(row.state.in_((WAITING, REFUSED)), row.error.is_not(None))
        .order_by(row.due_at.desc(), row.id.desc())
        .limit(1)
    )
    return OutboxCounts(
        waiting=everything.get(WAITING, 0) - others.get(WAITING, 0),
        sent=everything.get(SENT, 0) - others.get(SENT, 0),
        refused=everything.get(REFUSED, 0) - others.get(REFUSED, 0),
        oldest_waiting=c.scalar(
            select(func.min(row.queued_at)).where(
                row.state == WAITING, row.resource_type == RESPONSE
            )
        ),
        last_sent=c.scalar(select(func.max(row.sent_at))),
        last_error=c.scalar(last_error),
        others_waiting=others.get(WAITING, 0),
        others_refused=others.get(REFUSED, 0),
    )


def _per_state(c: Connection, which: ColumnElement[bool]) -> dict[str, int]:
    state = outbox.c.state
    return dict(c.execute(select(state, func.count()).where(which).group_by(state)).all())
