"""How many people sat at the screen since it was last cleaned."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store import audit
from kiosk.store.tables import cleaning


def count_sitting(c: Connection) -> None:
    """One more person sat down."""
    new = insert(cleaning).values(id=1, sittings=1)
    more = {"sittings": cleaning.c.sittings + 1}
    c.execute(new.on_conflict_do_update(index_elements=["id"], set_=more))


def sittings_since_cleaning(c: Connection) -> int:
    """How many sat there since; 0 in a new store."""
    return c.scalar(select(cleaning.c.sittings)) or 0


def last_cleaned(c: Connection) -> datetime | None:
    """When it was last cleaned; None where it never was."""
    return c.scalar(select(cleaning.c.cleaned_at))


def record_cleaned(c: Connection, *, by: str, kiosk_id: str, now: datetime) -> None:
    """The screen was cleaned by that member of staff: the count begins anew."""
    new = insert(cleaning).values(id=1, sittings=0, cleaned_at=now)
    anew = {"sittings": 0, "cleaned_at": now}
    c.execute(new.on_conflict_do_update(index_elements=["id"], set_=anew))
    audit.record(c, actor=by, action="screen.cleaned", subject=kiosk_id, now=now)
