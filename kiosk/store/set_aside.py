"""Puts a damaged database aside and another in its place, so that a crash never leaves neither.

damaged-STAMP/    the damaged database with its -wal and -shm, and what was saved of it; only a
                  person deletes it
kiosk.db-next     the new database, complete. While it lies there, the exchange has to be finished:
                  the old log must go before the new database comes, or SQLite would pour it in
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from kiosk.errors import StoreBusy, StoreDamaged, StoreUnavailable
from kiosk.store import folder
from kiosk.store.files import free_name, read_readable, readable, sync_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ASIDE: Final = "damaged-"
NEXT: Final = f"{folder.DATABASE}-next"
LOG, SHARED = f"{folder.DATABASE}-wal", f"{folder.DATABASE}-shm"
_WAIT_S, _STEP_S = 5.0, 0.1
# The bytes of a database that SQLite locks; it never writes there.
_LOCKED_FROM, _LOCKED_BYTES = 0x40000000, 512


@contextmanager
def alone(directory: Path) -> Iterator[BinaryIO]:
    """The database, while no other process can read or write it; this one must not have it open.

    Raises:
        StoreBusy: another process has it open, for longer than 5 s.
        StoreUnavailable: this user may not write it.
    """
    try:
        # Closing any other handle of this process on the file would give the lock away. Without a
        # buffer, for what lies beside a bad sector can be read.
        stream = (directory / folder.DATABASE).open("r+b", buffering=0)
    except OSError as cause:
        raise StoreUnavailable(
            f"{directory / folder.DATABASE} can't be written: {cause.strerror}.",
            advice="Start as the user who ran the set-up.",
        ) from cause
    with stream:
        _lock(stream)
        stream.seek(0)
        yield stream


def new_name(directory: Path, now: datetime) -> str:
    """The name of the folder for what is set aside at this moment."""
    return free_name(directory, f"{ASIDE}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}").name


def set_aside(directory: Path) -> tuple[Path, ...]:
    """The folders with what was set aside, as long as nobody deletes them."""
    return tuple(path for path in sorted(directory.glob(f"{ASIDE}*")) if path.is_dir())


def put_aside(
    directory: Path, database: BinaryIO | None, apart: Path, name: str, *, files: Iterable[str] = ()
) -> None:
    """Give the damaged files a second name in a folder of their own, which gets its name last.

    They stay in their place, too, until `exchange`.

    Args:
        directory: of the store.
        database: as `alone` gave it; None where there is none.
        apart: an existing private folder on the same disk.
        name: what it shall be called.
        files: the names of others that go with it.
    """
    for file in dict.fromkeys((folder.DATABASE, LOG, SHARED, *files)):
        if (directory / file).exists():
            _link(directory / file, apart / file, database if file == folder.DATABASE else None)
    sync_folder(apart)
    apart.rename(directory / name)
    sync_folder(directory)


def exchange(directory: Path, new: Path, database: BinaryIO) -> None:
    """Put the new database in place of the one that was put aside, `database` as `alone` gave it.

    From the first line on it will be done: what a crash leaves undone, `finish` does.
    """
    new.rename(directory / NEXT)
    sync_folder(directory)
    if sys.platform == "win32":  # it replaces no file that is open; NEXT keeps others out now
        database.close()
    finish(directory)


def finish(directory: Path) -> None:
    """Do what is left of an exchange, if anything is."""
    if not (directory / NEXT).exists():
        return
    for name in (LOG, SHARED):
        (directory / name).unlink(missing_ok=True)
    sync_folder(directory)
    (directory / NEXT).replace(directory / folder.DATABASE)
    sync_folder(directory)


def refuse_unfinished(directory: Path) -> None:
    """Nobody may open a store whose exchange is not finished.

    Raises:
        StoreDamaged: it is not.
    """
    if (directory / NEXT).exists():
        raise StoreDamaged(
            "The store was damaged, and putting it right was cut off.",
            advice="Start the kiosk (kiosk run), or run: kiosk recover --salvage",
        )


def _link(file: Path, to: Path, stream: BinaryIO | None) -> None:
    """A second name where the disk can do that, else a copy."""
    try:
        to.hardlink_to(file)
    except OSError:
        with to.open("xb") as copy:
            to.chmod(0o600)
            if stream is None:
                copy.write(read_readable(file))
            else:
                copy.writelines(readable(stream))
            copy.flush()
            os.fsync(copy.fileno())


def _lock(stream: BinaryIO) -> None:
    until = time.monotonic() + _WAIT_S
    while True:
        try:
            if sys.platform == "win32":
                stream.seek(_LOCKED_FROM)
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, _LOCKED_BYTES)
            else:
                fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKED_BYTES, _LOCKED_FROM)
        except OSError as cause:
            if time.monotonic() > until:
                raise StoreBusy(
                    "Another program holds the damaged store.", advice="Close the other one first."
                ) from cause
            time.sleep(_STEP_S)
        else:
            return
