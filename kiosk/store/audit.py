"""Who did what to which thing, when. An event names things by their id, never a patient's words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from kiosk.store.tables import audit_event


@dataclass(frozen=True)
class AuditEvent:
    """One line of the audit."""

    at: datetime
    actor: str
    action: str
    subject: str


def record(c: Connection, *, actor: str, action: str, subject: str, now: datetime) -> None:
    """Write one event.

    Args:
        c: a write transaction; the event stands or falls with it.
        actor: a staff name, "patient" or "kiosk".
        action: what was done, as "thing.verb", e.g. "draft.discarded".
        subject: the id of the thing it was done to.
        now: the moment.
    """
    c.execute(audit_event.insert().values(at=now, actor=actor, action=action, subject=subject))


def events(c: Connection, limit: int) -> tuple[AuditEvent, ...]:
    """The last events, newest first."""
    columns = audit_event.c
    query = select(columns.at, columns.actor, columns.action, columns.subject)
    rows = c.execute(query.order_by(columns.id.desc()).limit(limit))
    return tuple(AuditEvent(*row) for row in rows)
