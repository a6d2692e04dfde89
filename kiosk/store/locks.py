"""run.lock: one `kiosk run` a store, and nobody changes its tables beneath that one.

Who holds it notes in it which process that is and what for; a lock alone does not tell a process
whether it is itself the holder. An older version of the program notes nothing.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from kiosk.errors import StoreBusy
from kiosk.store.files import not_writable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK: Final = "run.lock"
WAIT_S: Final = 5.0
"""A change of tables takes less, even in a large store."""

_STEP_S: Final = 0.05
_RUN, _CHANGE = "run", "change"
_NOTE_AT: Final = 1
"""Where the note begins: Windows lets nobody else read the byte that is locked."""


@contextmanager
def hold_for_run(directory: Path) -> Iterator[None]:
    """One `kiosk run` a store; the hold ends with the block, or with the process.

    While a command changes the tables, this waits.

    Raises:
        StoreBusy: another one runs.
        StoreUnavailable: this user may not write here.
    """
    until = time.monotonic() + WAIT_S
    unexplained = 0  # once is no wonder: whoever is about to give it back notes nothing any more
    with ExitStack() as held:
        while not _taken(held, directory, _RUN):
            unexplained = 0 if _noted(directory)[1:] == [_CHANGE] else unexplained + 1
            if unexplained > 1 or time.monotonic() > until:
                raise StoreBusy(
                    "A kiosk runs with this store already.", advice="Close the other one first."
                )
            time.sleep(_STEP_S)
        yield


@contextmanager
def hold_to_change(directory: Path, *, is_done: Callable[[], bool]) -> Iterator[bool]:
    """Within the block no other process changes the tables of the store, or runs a kiosk with it.

    Yields whether they are still to be changed: another process may have done it meanwhile.

    Args:
        directory: of the store. This process may be the one that runs the kiosk.
        is_done: whether the tables are those of this version.

    Raises:
        StoreBusy: a kiosk runs with the store, and leaves the tables as they are.
        StoreUnavailable: this user may not write here.
    """
    until = time.monotonic() + WAIT_S
    with ExitStack() as held:
        while not (_taken(held, directory, _CHANGE) or _is_own(directory)):
            if is_done():
                break
            if time.monotonic() > until:
                raise StoreBusy(
                    "The store is of an older version, and a kiosk of that version runs with it.",
                    advice="Close that kiosk and start it again; it brings the store up to date.",
                )
            time.sleep(_STEP_S)
        yield not is_done()


def is_held(directory: Path) -> bool:
    """Whether a process holds the lock; looked at, and never made or kept.

    Also by another user than the store's: root asks.
    """
    try:
        descriptor = os.open(directory / LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return False
    except OSError:  # whoever may not look can't say that it is free
        return True
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _taken(held: ExitStack, directory: Path, purpose: str) -> bool:
    """Whether the lock could be had; it is given back with the stack."""
    try:
        descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as cause:
        raise not_writable(directory, cause) from cause
    try:
        _lock(descriptor)
    except OSError:
        os.close(descriptor)
        return False
    held.callback(os.close, descriptor)
    held.callback(_note, descriptor, "")
    _note(descriptor, f"{os.getpid()} {purpose}")
    return True


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _note(descriptor: int, text: str) -> None:
    # The lock is what counts: a full disk takes no note, and keeps nobody from running.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        if text:
            os.lseek(descriptor, _NOTE_AT, os.SEEK_SET)
            os.write(descriptor, text.encode())


def _noted(directory: Path) -> list[str]:
    """The number of the process that holds the lock, and what for; empty where it says nothing."""
    try:
        with (directory / LOCK).open("rb", buffering=0) as stream:
            stream.seek(_NOTE_AT)
            return stream.read().decode("ascii", "replace").split()
    except OSError:
        return []


def _is_own(directory: Path) -> bool:
    """Of a lock that is held: whether by this process."""
    return _noted(directory)[:1] == [str(os.getpid())]
