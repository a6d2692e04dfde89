"""Calls for help from the screen: that somebody asked, since when, and who came.

Whoever shows them to the desk asks for the open ones every few seconds. A call names a kiosk and
nobody: no patient, no form, no answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store import audit
from kiosk.store.tables import help_call


@dataclass(frozen=True)
class HelpCall:
    """One call that nobody answered yet.

    Attributes:
        kiosk: the kiosk's UUID.
        asked: since when.
    """

    id: str
    kiosk: str
    asked: datetime


def record_call(c: Connection, call_id: str, *, kiosk_id: str, now: datetime) -> None:
    """Somebody asks for help; recording the same call again changes nothing."""
    new = insert(help_call).values(id=call_id, kiosk=kiosk_id, asked_at=now)
    if c.execute(new.on_conflict_do_nothing()).rowcount:
        audit.record(c, actor="patient", action="help.asked", subject=kiosk_id, now=now)


def answer_call(c: Connection, call_id: str, *, by: str, now: datetime) -> None:
    """Somebody came: a staff name; or "patient", who goes on without. The first one counts."""
    still = (help_call.c.id == call_id) & help_call.c.answered_at.is_(None)
    answered = help_call.update().where(still).values(answered_at=now, answered_by=by)
    if c.execute(answered).rowcount:
        audit.record(c, actor=by, action="help.answered", subject=call_id, now=now)


def open_calls(c: Connection) -> tuple[HelpCall, ...]:
    """The calls that nobody answered yet, the longest waiting first."""
    columns = help_call.c
    query = select(columns.id, columns.kiosk, columns.asked_at).where(columns.answered_at.is_(None))
    return tuple(HelpCall(*row) for row in c.execute(query.order_by(columns.asked_at)))


def forget_calls(c: Connection, *, kept: timedelta, now: datetime) -> int:
    """Delete calls made so long ago, answered or not; how many. The audit keeps that they were."""
    return c.execute(help_call.delete().where(help_call.c.asked_at <= now - kept)).rowcount
