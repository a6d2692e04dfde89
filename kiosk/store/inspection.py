"""Looks at the whole file of an open store, and notes what it found."""

from contextlib import suppress
from datetime import datetime

from kiosk.errors import StoreUnavailable
from kiosk.store import backup, checks, retention
from kiosk.store.database import Store


def inspect(store: Store, *, now: datetime) -> int:
    """Look at every page and row; returns how many faults there are (15 ms per MB).

    Where there are any, the next start of the kiosk salvages the store. A copy from before its
    tables were changed goes once the store was sound for a week.

    Raises:
        StoreBusy, StoreUnavailable: it can't be looked at now.
    """
    found = len(store.faults())
    if not found:
        checks.unmark(store.directory)
        _record(store, found, now)
        return found
    checks.mark_damaged(store.directory)
    with suppress(StoreUnavailable):  # a damaged store may not take the row; the mark is enough
        _record(store, found, now)
    return found


def inspect_weekly(store: Store, *, now: datetime) -> int:
    """Likewise, where the last time is a week ago; 0 where it was not yet due."""
    with store.reading() as c:
        last = checks.last_check(c)
    return inspect(store, now=now) if checks.is_due(last, now=now) else 0


def _record(store: Store, found: int, now: datetime) -> None:
    with store.transaction() as c:
        checks.record_check(c, found=found, now=now)
        if not found:
            believed = retention.clock_is_believed(c, now=now)
            backup.forget_copies(store.directory, c, now=now, believed=believed)
