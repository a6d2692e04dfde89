"""What the sender notes in the outbox, by the number of a row."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from kiosk.store import sending
from kiosk.store.sending import Due, Why, due
from kiosk.store.tables import outbox

__all__ = ["due", "mark_failed", "mark_refused", "mark_sent", "postpone_all"]


def mark_sent(c: Connection, number: int, *, etag: str | None, now: datetime) -> None:
    sending.mark_sent(c, _row(c, number), etag=etag, now=now)


def mark_failed(
    c: Connection, number: int, *, error: str, retry_at: datetime, now: datetime
) -> None:
    sending.mark_failed(c, _row(c, number), retry_at=retry_at, now=now, why=Why(error))


def mark_refused(c: Connection, number: int, *, error: str, now: datetime) -> None:
    sending.mark_refused(c, _row(c, number), now=now, why=Why(error))


def postpone_all(c: Connection, *, until: datetime, error: str) -> None:
    sending.postpone_all(c, until=until, why=Why(error), now=datetime.min.replace(tzinfo=UTC))


def _row(c: Connection, number: int) -> Due:
    found = c.execute(outbox.select().where(outbox.c.id == number)).one()
    return Due(number, found.resource_type, found.resource_id, b"", found.attempts, found.revision)
