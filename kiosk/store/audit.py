"""Who did what to which thing, when. An event names things by their id, never a patient's words.

The log only grows: the database refuses to change or delete an event, and each is chained to the
one before (`kiosk.store.chain`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Text, and_, or_, select, type_coerce

from kiosk.store.chain import START, link
from kiosk.store.facts import fact, keep_fact, store_secret
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import audit_event

_KEY, _ACCEPTED = "audit", "audit_accepted"
_RECORD = audit_event.insert()
_HEAD = select(audit_event.c.id, audit_event.c.mac).order_by(audit_event.c.id.desc()).limit(1)


@dataclass(frozen=True)
class AuditEvent:
    """One line of the audit."""

    at: datetime
    actor: str
    action: str
    subject: str


class Head(NamedTuple):
    """Where the log ends: the number of its last event, and that event's MAC."""

    number: int
    mac: bytes


class Break(NamedTuple):
    """A place where the chain does not hold.

    Attributes:
        first, last: numbers of the events.
        gone: they are missing; else they are not as they were written.
    """

    first: int
    last: int
    gone: bool


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found.

    Attributes:
        events: how many were looked at.
        breaks: where it does not hold, but for those that IT looked at and accepted.
        accepted: how many those are.
    """

    events: int
    breaks: tuple[Break, ...]
    accepted: int = 0


def record(c: Connection, *, actor: str, action: str, subject: str, now: datetime) -> None:
    """Write one event.

    Args:
        c: a write transaction; the event stands or falls with it.
        actor: a staff name, "patient" or "kiosk".
        action: what was done, as "thing.verb", e.g. "draft.discarded".
        subject: the id of the thing it was done to.
        now: the moment.
    """
    before = head(c)
    stored = now.astimezone(UTC).isoformat(timespec="microseconds")
    number = before.number + 1
    mac = link(store_secret(c, _KEY), before.mac, (number, stored, actor, action, subject))
    said = {"id": number, "at": now, "actor": actor, "action": action, "subject": subject}
    execute_prepared(c, _RECORD, said | {"mac": mac})


def events(c: Connection, limit: int, *, without: str | None = None) -> tuple[AuditEvent, ...]:
    """The last events, newest first; all but those of the actor `without`."""
    columns = audit_event.c
    query = select(columns.at, columns.actor, columns.action, columns.subject)
    if without is not None:
        query = query.where(columns.actor != without)
    rows = c.execute(query.order_by(columns.id.desc()).limit(limit))
    return tuple(AuditEvent(*row) for row in rows)


def events_about(c: Connection, thing: str) -> tuple[AuditEvent, ...]:
    """What was done to one thing, the oldest first: it is the subject, or stands before a ":"."""
    columns = audit_event.c
    subject = columns.subject
    about = or_(subject == thing, and_(subject >= f"{thing}:", subject < f"{thing};"))
    query = select(columns.at, columns.actor, columns.action, subject).where(about)
    return tuple(AuditEvent(*row) for row in c.execute(query.order_by(columns.id)))


def head(c: Connection) -> Head:
    """Where the log ends now; (0, `START`) for an empty one."""
    row = execute_prepared(c, _HEAD, {}).one_or_none()
    return Head(0, START) if row is None else Head(row.id, row.mac)


def holds_at(c: Connection, known: Head) -> bool:
    """Whether this log has, under that number, the event that somebody else knows."""
    mac = c.scalar(select(audit_event.c.mac).where(audit_event.c.id == known.number))
    return mac == known.mac or known == Head(0, START)


def verify(c: Connection, *, last: int | None = None) -> Verdict:
    """Walk along the chain: all of it, or only its `last` events, the cheap way to look often."""
    number, mac = (0, START) if last is None else _before(c, head(c).number - last)
    key, seen, breaks = store_secret(c, _KEY), 0, list[Break]()
    for row in _rows_after(c, number):
        if row.id != number + 1:
            breaks.append(Break(number + 1, row.id - 1, gone=True))
        elif link(key, mac, (row.id, row.at, row.actor, row.action, row.subject)) != row.mac:
            _add_changed(breaks, row.id)
        number, mac, seen = row.id, row.mac, seen + 1
    accepted = int(fact(c, _ACCEPTED) or 0)
    told = tuple(found for found in breaks if found.last > accepted)
    return Verdict(seen, told, len(breaks) - len(told))


def _add_changed(breaks: list[Break], number: int) -> None:
    """One more event that is not as it was written; neighbours are one break."""
    if breaks and not breaks[-1].gone and breaks[-1].last == number - 1:
        breaks[-1] = breaks[-1]._replace(last=number)
    else:
        breaks.append(Break(number, number, gone=False))


def accept(c: Connection) -> None:
    """From now on only breaks behind the events of today are told."""
    keep_fact(c, _ACCEPTED, str(head(c).number))


def _before(c: Connection, number: int) -> Head:
    """The link a walk from there begins with: the last one up to that number."""
    columns = audit_event.c
    query = select(columns.id, columns.mac).where(columns.id <= number)
    row = c.execute(query.order_by(columns.id.desc()).limit(1)).one_or_none()
    return Head(0, START) if row is None else Head(*row)


class _Row(NamedTuple):
    id: int
    at: str
    actor: str
    action: str
    subject: str
    mac: bytes


def _rows_after(c: Connection, number: int) -> Iterator[_Row]:
    columns = audit_event.c
    query = select(
        columns.id,
        type_coerce(columns.at, Text),  # as stored, for the chain covers those signs
        columns.actor,
        columns.action,
        columns.subject,
        columns.mac,
    ).where(columns.id > number)
    rows = c.execute(query.order_by(columns.id).execution_options(yield_per=1000))
    return (_Row(*row) for row in rows)
