"""Finished forms: the frozen bytes of each QuestionnaireResponse, and how far they came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.functions import coalesce

from kiosk.errors import RefusedError
from kiosk.store import audit
from kiosk.store.drafts import delete_draft
from kiosk.store.outbox import RESPONSE, queue
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import REFUSED, SENT, WAITING, form_day, outbox, submission

_REASON_LOST = "The reason was lost when the store was damaged."

_UNSENT = (WAITING, REFUSED)
_STATES = (*_UNSENT, SENT)
_NO_WAY = ""
_WHICH = "of_response"
_KEEP = submission.insert()
_KEPT = select(submission.c.payload).where(submission.c.id == bindparam(_WHICH))
_ONE_MORE = insert(form_day).on_conflict_do_update(
    index_elements=["questionnaire", "day"], set_={"finished": form_day.c.finished + 1}
)


@dataclass(frozen=True)
class Submission:
    """A finished form.

    Attributes:
        questionnaire: canonical `url|version` it answers.
        payload: the QuestionnaireResponse as UTF-8 JSON, byte for byte as finished, or as amended
            last.
        state: waiting, sent or refused.
        sent_at: when the central service acknowledged it.
    """

    id: str
    questionnaire: str
    completed_at: datetime
    payload: bytes
    state: str
    sent_at: datetime | None


def submit(  # noqa: PLR0913 - keyword-only beyond the one
    c: Connection,
    *,
    draft_id: str | None,
    response_id: str,
    questionnaire: str,
    payload: bytes,
    now: datetime,
    typed_by: str = "",
) -> None:
    """Keep a finished form and queue it for sending; its draft goes. The caller commits.

    Submitting the same bytes under the same id again changes nothing. `typed_by` is who typed it in
    from paper; then it is no sitting at the screen, and not counted as one.

    Raises:
        RefusedError: other bytes are kept under this id.
    """
    if draft_id is not None:
        delete_draft(c, draft_id)
    if _kept_before(c, response_id, payload):
        return
    kept = {
        "id": response_id, "questionnaire": questionnaire, "completed_at": now, "payload": payload
    }  # fmt: skip
    execute_prepared(c, _KEEP, kept)
    queue(
        c,
        resource_type=RESPONSE,
        resource_id=response_id,
        payload=None,
        now=now,
        questionnaire=questionnaire,
    )
    if typed_by:
        audit.record(c, actor=typed_by, action="response.typed-in", subject=response_id, now=now)
        return
    audit.record(c, actor="patient", action="response.completed", subject=response_id, now=now)
    _count(c, questionnaire, now)


def submissions(  # noqa: PLR0913 - keyword-only: each narrows what is read
    c: Connection,
    *,
    questionnaire: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    state: str | None = None,
    unsynced: bool = False,
) -> Iterator[Submission]:
    """Finished forms, oldest first, one at a time.

    Args:
        c: kept open while the forms are read.
        questionnaire: a canonical `url|version`, or a url for all its versions.
        since: completed then or later.
        until: completed before then.
        state: waiting, sent or refused.
        unsynced: only those the central service has not acknowledged.
    """
    tests = _tests(questionnaire, since, until)
    found = coalesce(outbox.c.state, _NO_WAY)
    if state is not None:
        tests.append(found == state)
    if unsynced:
        tests.append(found != SENT)
    for row in c.execute(_submissions().where(*tests).execution_options(yield_per=100)):
        yield Submission(*row)


def count_submissions(  # noqa: PLR0913 - keyword-only: as for `submissions`
    c: Connection,
    *,
    questionnaire: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    state: str | None = None,
    unsynced: bool = False,
) -> int:
    """How many `submissions` would give; no answer is read."""
    tests = _tests(questionnaire, since, until)
    found = select(func.count()).select_from(submission).where(*tests)
    if state is None and not unsynced:  # its row in the outbox says nothing more
        return int(c.scalar(found) or 0)
    joined = found.join(outbox, _same_response())
    states = [one for one in (_UNSENT if unsynced else _STATES) if state in {None, one}]
    # one by one: each is one run of an index
    return sum(int(c.scalar(joined.where(outbox.c.state == one)) or 0) for one in states)


def _tests(
    questionnaire: str | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if questionnaire is not None:
        tests.append(_answers_to(questionnaire))
    if since is not None:
        tests.append(submission.c.completed_at >= since)
    if until is not None:
        tests.append(submission.c.completed_at < until)
    return tests


def queue_anew(c: Connection, known: Iterable[Mapping[str, Any]], *, now: datetime) -> None:
    """After damage: each finished form has its row in the outbox again, and no row lacks its form.

    Sending once more is safe, for a form keeps its id. What was sent counts as sent from now on.

    Args:
        c: a write transaction.
        known: what is still known of lost rows: `id`, `resource_id`, `state`, `attempts`; any
            of them may be None.
        now: the moment.
    """
    ways = {row["resource_id"]: row for row in known}
    queued, kept = select(outbox.c.resource_id), select(submission.c.id)
    row = submission.c
    without = select(row.id, row.questionnaire, row.completed_at).where(
        row.id.not_in(queued.where(outbox.c.resource_type == RESPONSE))
    )
    for response_id, form, completed in c.execute(without.order_by(row.completed_at)).all():
        way = ways.get(response_id, {})
        queue(
            c, resource_type=RESPONSE, resource_id=response_id, payload=None, now=completed,
            questionnaire=form,
        )  # fmt: skip
        state = way.get("state") or WAITING
        c.execute(
            outbox.update()
            .where(outbox.c.resource_id == response_id)
            .values(
                state=state,
                attempts=way.get("attempts") or 0,
                sent_at=now if state == SENT else None,
                error=_REASON_LOST if state == REFUSED else None,
            )
        )
    c.execute(
        outbox.delete().where(
            outbox.c.payload.is_(None), outbox.c.state != SENT, outbox.c.resource_id.not_in(kept)
        )
    )


def _submissions() -> Select[str, str, datetime, bytes, str, datetime | None]:
    """Read one at a time by the index of their times, so that memory does not grow with them.

    SQLite would begin with the outbox, and sort all answers in memory. It never begins with the
    right side of an outer join (sqlite.org/optoverview.html), nor does it see behind a `coalesce`
    that the join could be an inner one.
    """
    kept, way = submission.c, outbox.c
    return (
        select(
            kept.id,
            kept.questionnaire,
            kept.completed_at,
            coalesce(way.payload, kept.payload),
            way.state,
            way.sent_at,
        )
        .join_from(submission, outbox, _same_response(), isouter=True)
        .where(coalesce(way.state, _NO_WAY) != _NO_WAY)
        .order_by(kept.completed_at, kept.id)
    )


def _same_response() -> ColumnElement[bool]:
    return and_(outbox.c.resource_type == RESPONSE, outbox.c.resource_id == submission.c.id)


def _answers_to(questionnaire: str) -> ColumnElement[bool]:
    column = submission.c.questionnaire
    return or_(column == questionnaire, column.startswith(f"{questionnaire}|", autoescape=True))


def _kept_before(c: Connection, response_id: str, payload: bytes) -> bool:
    kept = execute_prepared(c, _KEPT, {_WHICH: response_id}).scalar()
    if kept is not None and kept != payload:
        raise RefusedError("Another response is kept under this id; nothing was changed.")
    return kept is not None


def _count(c: Connection, questionnaire: str, now: datetime) -> None:
    """One more sitting that day; a counter only, which leads to no response."""
    today = {"questionnaire": questionnaire, "day": now.astimezone().date(), "finished": 1}
    execute_prepared(c, _ONE_MORE, today)
