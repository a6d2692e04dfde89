"""One sender at a time for each store, whichever process it runs in."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE = "sending.lock"


@contextmanager
def sender_turn(directory: Path) -> Iterator[bool]:
    """Holds the sender's lock file in `directory`; yields `False` where another process has it.

    The operating system lets go of it when a process ends, however it ends.
    """
    descriptor = os.open(directory / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    with suppress(BlockingIOError, PermissionError):  # Windows calls it a lack of permission
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
