"""Room on the disk: watched, and a part of it held back for the answers of who already sits there.

On a full disk SQLite can neither write nor delete. So no new form begins while room is short, and
a ballast file lies in the folder of the store: letting it go makes room for what was begun.
"""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeVar
from uuid import uuid4

from kiosk.errors import DiskFull, StoreUnavailable
from kiosk.settings import StorePlace

T = TypeVar("T")

BALLAST: Final = "ballast"
MB: Final = 1_000_000

FULL: Final = (errno.ENOSPC, errno.EDQUOT)
"""What the system calls it: there is no room, or none for this user."""
_LAST: Final = 4 * MB
"""With less than this even what was begun may fail: the ballast goes."""

_ENOUGH: Final = 1.2
"""So many times what counts as short is room again, so that it does not change to and fro."""

_PIECE: Final = MB


class Space(NamedTuple):
    """The room on the disk of a store.

    Attributes:
        free: bytes that this user may still write, the ballast not among them.
        low: no new form may begin.
    """

    free: int
    low: bool


def look(directory: Path, settings: StorePlace, *, was_low: bool = False) -> Space:
    """How much room there is; does not change anything.

    Raises:
        OSError: the folder is not there.
    """
    free = shutil.disk_usage(directory).free
    enough = settings.low_mb * MB
    if was_low:
        missing = 0 if is_there(directory) else settings.reserve_mb * MB
        enough = round(enough * _ENOUGH) + missing
    return Space(free, low=free < enough)


def tend(directory: Path, settings: StorePlace, *, was_low: bool) -> Space:
    """Likewise, and make the ballast where there is room for it, or let it go at the last.

    Raises:
        OSError: the folder is not there.
    """
    space = look(directory, settings, was_low=was_low)
    if space.free < _LAST:
        let_go(directory)
    elif not space.low and space.free >= (settings.low_mb + settings.reserve_mb) * MB:
        make_ballast(directory, settings.reserve_mb * MB)
    return space


def make_ballast(directory: Path, size: int) -> None:
    """Take up so many bytes of the disk, where that is not done yet; without room, none."""
    ballast = directory / BALLAST
    with suppress(OSError):
        if ballast.exists() and ballast.stat().st_size == size:
            return
        ballast.unlink(missing_ok=True)
    if not size:
        return
    draft = directory / f"{BALLAST}.{uuid4()}"
    with suppress(OSError):
        try:
            _fill(draft, size)
            draft.replace(ballast)
        finally:
            draft.unlink(missing_ok=True)


def let_go(directory: Path) -> bool:
    """Give the ballast back to the disk; whether there was any."""
    try:
        (directory / BALLAST).unlink()
    except OSError:
        return False
    return True


def with_last_room(directory: Path, attempt: Callable[[], T]) -> T:
    """Do what needs a little room on the disk; where there is none, once more without the ballast.

    SQLite says of a full disk in many ways that it can't read or write.

    Args:
        directory: of the store.
        attempt: may be called twice.

    Raises:
        DiskFull: there is no room without the ballast either.
    """
    try:
        return attempt()
    except StoreUnavailable as cause:
        if not _for_want_of_room(directory, cause):
            raise
    let_go(directory)
    try:
        return attempt()
    except StoreUnavailable as cause:
        if isinstance(cause, DiskFull) or not _for_want_of_room(directory, cause):
            raise
        raise DiskFull("The disk is full; nothing was lost.", advice="Free some space.") from cause


def is_there(directory: Path) -> bool:
    """Whether the ballast lies there."""
    return (directory / BALLAST).exists()


def _for_want_of_room(directory: Path, cause: StoreUnavailable) -> bool:
    if type(cause) is StoreUnavailable:
        return shutil.disk_usage(directory).free < _LAST
    return isinstance(cause, DiskFull)


def _fill(file: Path, size: int) -> None:
    """Bytes that no disk can make smaller: a file of noughts may take up nothing."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for begin in range(0, size, _PIECE):
            stream.write(os.urandom(min(_PIECE, size - begin)))
        stream.flush()
        os.fsync(stream.fileno())
