"""A copy of the database before its tables are changed, under the same key, for a week.

It holds what retention has deleted since, so it goes once the changed store was sound for a week.
To go back: stop the kiosk, install the version before, move kiosk.db with its -wal and -shm away,
and give the copy that name.
"""

import os
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from kiosk.errors import DiskFull, StoreUnavailable
from kiosk.store import folder
from kiosk.store.checks import WEEK
from kiosk.store.engine import connect_raw, explained
from kiosk.store.facts import forget_fact
from kiosk.store.files import free_name, sync_folder, write_private
from kiosk.store.notes import keep_note, read_note
from kiosk.store.space import FULL, MB

COPY: Final = f"{folder.DATABASE}-before-"
_DRAFT: Final = f"{folder.DATABASE}-copying-"
_SEEN: Final = "copies_seen"
_TIMES: Final = 3
"""So many times its size: the copy, and changed tables stand beside the old ones for a while."""


def back_up(database: Path, key: bytes, *, version: str | None) -> Path:
    """Copy the database, in the state of its last commit, and wait until that is on the disk.

    The caller sees that nobody else makes one at the same time (`hold_to_change`), and that there
    is room (`refuse_without_room`). No copy takes the place of another.

    Args:
        database: of the store.
        key: of the store, and of the copy.
        version: the migration it stands at, for the name of the copy.

    Raises:
        StoreUnavailable: it can't be written, for want of room or otherwise.
    """
    draft = database.parent / f"{_DRAFT}{uuid4()}"
    try:
        copy_database(database, key, draft)
        # One of the same version is there already where a change of tables was cut off.
        copy = free_name(database.parent, f"{COPY}{_as_name(version)}")
        draft.rename(copy)
        sync_folder(database.parent)
    except OSError as cause:
        raise _no_copy(cause) from cause
    finally:
        for name in ("", "-wal", "-shm"):
            draft.with_name(draft.name + name).unlink(missing_ok=True)
    return copy


def copy_database(database: Path, key: bytes, copy: Path) -> None:
    """Copy a database in the state of its last commit to a new file, down to the disk.

    Whoever has it open may go on writing.

    Raises:
        StoreUnavailable: for want of room, or because the database can't be read.
        OSError: the new file can't be written.
    """
    write_private(copy, b"")
    with (
        explained(),
        closing(connect_raw(database, key)) as source,
        closing(connect_raw(copy, key)) as target,
    ):
        source.backup(target)
    with copy.open("rb+") as stream:
        os.fsync(stream.fileno())


def copies(directory: Path) -> tuple[Path, ...]:
    """The copies in the folder of a store."""
    return tuple(path for path in sorted(directory.glob(f"{COPY}*")) if path.is_file())


def forget_copies(directory: Path, c: Connection, *, now: datetime, believed: bool) -> None:
    """The store was found sound: copies that it has outlived for a week go.

    `believed`: whether things may be deleted by this clock. One that was wrong only begins the
    week anew.
    """
    names = [copy.name for copy in copies(directory)]
    if not names:
        forget_fact(c, _SEEN)
        return
    seen = read_note(c, _SEEN) or {}
    since = datetime.fromisoformat(seen["since"]) if seen.get("names") == names else now
    since = min(since, now)
    if believed and now - since >= WEEK:
        delete_copies(directory)
        forget_fact(c, _SEEN)
        return
    keep_note(c, _SEEN, {"names": names, "since": since.isoformat(timespec="seconds")})


def delete_copies(directory: Path) -> None:
    """Delete them all, whatever their age.

    Raises:
        OSError: one can't be deleted.
    """
    for copy in copies(directory):
        copy.unlink(missing_ok=True)


def refuse_without_room(database: Path) -> None:
    """See that a copy fits on the disk, and the changed tables beside the old ones.

    Raises:
        StoreUnavailable: it does not.
    """
    free = shutil.disk_usage(database.parent).free
    wanted = _TIMES * database.stat().st_size
    if free < wanted:
        raise _no_room(f"{free / MB:.1f} MB are free, {wanted / MB:.1f} MB are needed.")


def _no_copy(cause: OSError) -> StoreUnavailable:
    if cause.errno in FULL:
        return _no_room(f"{cause.strerror}.")
    return StoreUnavailable(
        "The store's tables must be changed, and a copy before that can't be made: "
        f"{cause.strerror}.",
        advice="See that this user may write in the store's folder. Nothing was changed.",
    )


def _no_room(why: str) -> DiskFull:
    return DiskFull(
        f"The store's tables must be changed, and there is no room for a copy before that: {why}",
        advice="Free some space, and start again. Nothing was changed.",
    )


def _as_name(version: str | None) -> str:
    """As it may stand in the name of a file, whatever a damaged store says."""
    return "".join(sign for sign in version or "" if sign.isalnum())[:40] or "unknown"
