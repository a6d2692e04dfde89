"""Whether the store's file is sound, and when that was last looked at.

What was found stands in the store. That it is damaged stands beside it, too: a damaged store may
not take a row any more, and the next start has to know.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from kiosk.errors import StoreUnavailable
from kiosk.store import folder, set_aside
from kiosk.store.notes import keep_note, read_note
from kiosk.store.pages import read_pages

WEEK: Final = timedelta(days=7)
DAMAGED: Final = f"{folder.DATABASE}-damaged"
"""Lies beside the database from when damage is found until it is salvaged."""

_LAST: Final = "last_check"


@dataclass(frozen=True)
class Check:
    """One look at the whole file: when it ended, and how many faults it found."""

    ended: datetime
    faults: int


def faults(c: Connection, *, pages: bool) -> tuple[str, ...]:
    """What is wrong with the file, page by page; empty when it is sound (15 ms per MB).

    `pages`: also look at each page of the file alone, which must hold all that the log does.
    """
    alone = "PRAGMA cipher_integrity_check"
    damaged = c.exec_driver_sql(alone).scalars().all() if pages else ()
    try:
        rows = c.exec_driver_sql("PRAGMA quick_check").scalars().all()
    except DatabaseError as cause:
        rows = [str(cause.orig)]
    return tuple(str(fault) for fault in (*damaged, *rows) if fault != "ok")


def log_is_damaged(directory: Path, key: Callable[[], bytes]) -> bool:
    """Whether changes were finished behind the place where SQLite would stop reading the log.

    Args:
        directory: of a store that this process does not have open.
        key: gives its key; asked for only where there is a log.
    """
    log = directory / set_aside.LOG
    try:
        if not log.exists() or not log.stat().st_size:
            return False
        with (directory / folder.DATABASE).open("rb", buffering=0) as database:
            pages, _ = read_pages(directory, key(), database)
            return bool(pages.behind_damage)
    except (OSError, StoreUnavailable):  # whoever opens the store says what is wrong
        return False


def record_check(c: Connection, *, found: int, now: datetime) -> None:
    """The file was looked at, and had so many faults."""
    keep_note(c, _LAST, {"ended": now.isoformat(timespec="seconds"), "faults": found})


def last_check(c: Connection) -> Check | None:
    """The last time that the whole file was looked at; None where it never was."""
    fact = read_note(c, _LAST)
    if fact is None:
        return None
    try:
        return Check(datetime.fromisoformat(fact["ended"]), int(fact["faults"]))
    except (KeyError, TypeError, ValueError):
        return None


def is_due(last: Check | None, *, now: datetime) -> bool:
    """Whether a week is over; a check that lies ahead was written by a clock that was wrong."""
    return last is None or not timedelta() <= now - last.ended < WEEK


def mark_damaged(directory: Path) -> None:
    """Let the next start know that the file has to be salvaged."""
    # A folder that can't be written can't be salvaged either.
    with suppress(OSError):
        (directory / DAMAGED).touch(mode=0o600)


def is_marked(directory: Path) -> bool:
    """Whether damage was found in the file."""
    return (directory / DAMAGED).exists()


def unmark(directory: Path) -> None:
    """The file is sound, or another one."""
    (directory / DAMAGED).unlink(missing_ok=True)
