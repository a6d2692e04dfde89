"""One sender at a time for each store, whichever process it runs in; and one that enrols."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import StoreUnavailable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE, ENROLLING = "sending.lock", "enrolling.lock"
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)  # Windows calls it a lack of permission


@contextmanager
def sender_turn(directory: Path, file: str = FILE) -> Iterator[bool]:
    """Holds the sender's lock file in `directory`; yields `False` where another process has it.

    `file` names another lock than the sender's.

    The operating system lets go of it when a process ends, however it ends.

    Raises:
        StoreUnavailable: the file can't be opened, or this disk knows no locks.
    """
    try:
        descriptor = os.open(directory / file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as cause:
        raise _unusable(directory, cause) from cause
    try:
        yield _lock(descriptor, directory)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, directory: Path) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as cause:
        if cause.errno in _HELD:
            return False
        raise _unusable(directory, cause) from cause
    return True


def _unusable(directory: Path, cause: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        f"The lock file {directory / FILE} can't be used: {cause.strerror}.",
        advice="Check that this user may write in that folder, and that the disk is healthy.",
    )
