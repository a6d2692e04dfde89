"""The visits of one day as the desk sees them: how far each came, and nothing of the answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import JSON, Connection, Select, and_, bindparam, func, or_, select

from kiosk.store import audit, desk_days, slip_uses
from kiosk.store.outbox import RESPONSE
from kiosk.store.tables import REFUSED, SENT, draft, draft_answer, outbox, submission, visit
from kiosk.store.visits import AT_SCREEN, DONE, LEFT, OVER, WAITING, Visit, end_of_day, visit_of

YES, IN_LINE, LOOK = "yes", "in-line", "look"
"""Whether what came of a visit is at the central service: it is; it waits; it was refused."""


@dataclass(frozen=True)
class Begun:
    """One form that somebody began and has not sent.

    Attributes:
        slip_id: of the visit; None for a walk-up.
        sitting_id: the same for all forms of one person's time at the screen.
        questionnaire: its canonical.
        answered: how many answers it holds.
        started, changed: when it was begun and last touched.
    """

    slip_id: str | None
    sitting_id: str
    questionnaire: str
    answered: int
    started: datetime
    changed: datetime


@dataclass(frozen=True)
class Sent:
    """One response that was completed that day: its id, canonical, when, and its way."""

    id: str
    questionnaire: str
    completed: datetime
    way: str


def day_around(now: datetime) -> tuple[datetime, datetime]:
    """When the day of a moment begins and ends, on this PC's clock."""
    begin = datetime.combine(now.astimezone().date(), time.min).astimezone()
    return begin, end_of_day(now)


def visits_of_day(c: Connection, *, since: datetime, until: datetime) -> tuple[Visit, ...]:
    """Visits that wait, are at the screen or paused, and those that were over that day.

    Args:
        c: the connection.
        since: when the day begins on this PC's clock. Who did not come before is left out.
        until: when it ends. Who is expected later is left out.
    """
    row = visit.c
    due = or_(row.appointment_at.is_(None), row.appointment_at < until)
    open_still = and_(
        row.state.not_in(OVER), due, or_(row.expires_at > since, row.begun_at > since)
    )
    over = and_(row.state.in_(OVER), row.ended_at >= since, row.ended_at < until)
    query = select(visit).where(or_(open_still, over))
    return tuple(visit_of(one) for one in c.execute(query.order_by(row.made_at, row.id)))


def begun_forms(c: Connection) -> tuple[Begun, ...]:
    """The forms that are begun and not sent, by when they were begun."""
    row = draft.c
    query = (
        select(
            row.slip_id, func.coalesce(row.sitting_id, row.id), row.questionnaire,
            func.count(draft_answer.c.path), row.started_at, row.changed_at,
        )
        .join_from(draft, draft_answer, isouter=True)
        .group_by(row.id)
        .order_by(row.started_at, row.id)
    )  # fmt: skip
    return tuple(Begun(*one) for one in c.execute(query))


def sent_between(
    c: Connection, *, since: datetime, until: datetime, without: Collection[str] = ()
) -> tuple[Sent, ...]:
    """The responses completed here then but for those `without`, and how far each came."""
    kept, row = submission.c, outbox.c
    here = and_(row.resource_type == RESPONSE, row.carried_from.is_(None))
    query = (
        select(kept.id, kept.questionnaire, kept.completed_at, row.state)
        .join_from(submission, outbox, and_(here, row.resource_id == kept.id))
        .where(kept.completed_at >= since, kept.completed_at < until)
        .where(kept.id.not_in(_listed(without)))
        .order_by(kept.completed_at, kept.id)
    )
    return tuple(Sent(*one[:3], _way([one[3]])) for one in c.execute(query))


def ways_of(c: Connection, found: Collection[Visit]) -> dict[str, str]:
    """How far the responses of each visit came, all together; by its id, where it has any."""
    row = outbox.c
    all_of_them = [response for one in found for response in one.responses]
    query = select(row.resource_id, row.state).where(
        row.resource_type == RESPONSE, row.resource_id.in_(_listed(all_of_them))
    )
    states = {one.resource_id: one.state for one in c.execute(query)} if all_of_them else {}
    return {
        one.id: _way(states[name] for name in one.responses if name in states)
        for one in found
        if one.responses
    }


def awaited_elsewhere(
    c: Connection, *, since: datetime, flagged: bool = False
) -> tuple[Visit, ...]:
    """Visits that no Task asked for and that have not expired: another screen may tell of them.

    A Task that asked for a visit is told of it by itself (`kiosk.store.tasks`).

    Args:
        c: the connection.
        since: the moment.
        flagged: also those of which it is known that two screens used them.
    """
    row = visit.c
    query = select(visit).where(row.task_id.is_(None), row.expires_at > since)
    if not flagged:
        query = query.where(row.also_used_at.is_(None))
    return tuple(visit_of(one) for one in c.execute(query.order_by(row.expires_at, row.id)))


def went_elsewhere(  # noqa: PLR0913 - keyword-only beyond the two
    c: Connection, visit_id: str, *, state: str, place: str, begun: datetime, now: datetime
) -> bool:
    """Its slip opened it at another screen, while nobody began it here; whether that is news.

    Args:
        c: a write transaction.
        visit_id: of the visit.
        state: at-the-screen, done or left.
        place: what that screen is called.
        begun: when it was opened there.
        now: the moment.
    """
    row = visit.c
    ours = and_(row.id == visit_id, or_(row.state == WAITING, row.elsewhere.is_not(None)))
    found = c.execute(select(visit).where(ours, row.state != state)).first()
    if found is None or state not in (AT_SCREEN, DONE, LEFT):
        return False
    before = visit_of(found)
    over = {"ended_at": now} if state in OVER else {}
    new = {"state": state, "begun_at": begun, "elsewhere": place, **over}
    c.execute(visit.update().where(row.id == visit_id).values(new))
    if before.begun is None:
        desk_days.count_taken(c, by=before.made_by, now=now)
        slip_uses.use_slip(c, visit_id, expires=before.expires, now=now)
    audit.record(c, actor="kiosk", action=f"visit.{state}", subject=visit_id, now=now)
    return True


def was_used_twice(c: Connection, visit_id: str, *, now: datetime) -> bool:
    """Its slip was used at two screens: staff should know; nothing of either is lost."""
    once = and_(visit.c.id == visit_id, visit.c.also_used_at.is_(None))
    if not c.execute(visit.update().where(once).values(also_used_at=now)).rowcount:
        return False
    audit.record(c, actor="kiosk", action="visit.used-twice", subject=visit_id, now=now)
    return True


def _listed(names: Collection[str]) -> Select[tuple[str]]:
    """Any number of names as one value: SQLite takes only so many."""
    written = func.json_each(bindparam(None, list(names), JSON)).table_valued("value")
    return select(written.c.value)


def _way(states: Iterable[str]) -> str:
    found = set(states)
    if REFUSED in found:
        return LOOK
    return YES if found <= {SENT} else IN_LINE
