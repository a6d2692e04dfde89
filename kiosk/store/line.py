"""Since when the central service can't be reached, kept over restarts; offline is normal."""

from datetime import datetime

from sqlalchemy import Connection

from kiosk.store.facts import fact, forget_fact, keep_fact

_DOWN = "line_down_since"


def note_line(c: Connection, *, down: bool, now: datetime) -> None:
    """A run of the sender saw it: the first one that fails says since when.

    Args:
        c: a write transaction.
        down: nothing could be sent.
        now: the moment.
    """
    if not down:
        forget_fact(c, _DOWN)
    elif fact(c, _DOWN) is None:
        keep_fact(c, _DOWN, now.isoformat())


def down_since(c: Connection) -> datetime | None:
    """Since when nothing could be sent; None where the last try went through."""
    known = fact(c, _DOWN)
    return None if known is None else datetime.fromisoformat(known)
