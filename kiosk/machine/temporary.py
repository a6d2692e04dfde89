"""Where temporary files may lie: one folder that only this user can read, gone when we are.

    with temporary_folder():
        …           # tempfile, Qt and every child process put what they must there

A folder is held while its process lives, so the next start knows the left-overs of one that was
killed and removes them.
"""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

PREFIX: Final = "clinic-kiosk-"
_VARIABLES: Final = ("TMPDIR", "TEMP", "TMP")
_HELD: Final = "held"
_OTHERS: Final = 0o077
_TRIES: Final = 100


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Everything temporary goes to a folder of its own for as long as the block lasts.

    Where none can be made (a full disk, a read-only one) the name of a folder that is not there
    stands in its place: who wants a temporary file gets an error, and none lies elsewhere.
    """
    parent = _parent()
    with contextlib.suppress(OSError):
        clear_left_overs(parent)
    with _made(parent) as folder, _used(folder):
        yield folder


def clear_left_overs(parent: Path) -> None:
    """Remove the temporary folders of processes of this user that are no more."""
    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if _is_ours(folder):
                _remove_unless_held(folder)


def _parent() -> Path:
    """The session's own folder, which lies in memory, where there is one; else the usual place."""
    session = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    with contextlib.suppress(OSError):
        if _is_ours(session) and not session.stat().st_mode & _OTHERS:
            return session
    return Path(tempfile.gettempdir())


@contextmanager
def _made(parent: Path) -> Iterator[Path]:
    for _ in range(_TRIES):
        try:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        except OSError:
            break
        if (held := _hold(folder)) is None:
            continue  # another start took it for a left-over
        try:
            yield folder
        finally:
            if sys.platform == "win32":
                os.close(held)
                shutil.rmtree(folder, ignore_errors=True)
            else:  # held to the end, so that no other start removes it at the same time
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)
        return
    yield Path(os.devnull, "none")


@contextmanager
def _used(folder: Path) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _VARIABLES}
    os.environ.update(dict.fromkeys(_VARIABLES, str(folder)))
    tempfile.tempdir, usual = str(folder), tempfile.tempdir
    try:
        yield
    finally:
        tempfile.tempdir = usual
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _is_ours(folder: Path) -> bool:
    """A folder, no link to one, of this user."""
    there = folder.lstat()
    return stat.S_ISDIR(there.st_mode) and (sys.platform == "win32" or there.st_uid == os.getuid())


def _hold(folder: Path) -> int | None:
    """Hold a folder that was just made; None where it was removed in that moment."""
    try:
        if sys.platform == "win32":  # a folder with an open file in it can't be moved away
            return os.open(folder / _HELD, os.O_RDWR | os.O_CREAT)
        held = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    fcntl.flock(held, fcntl.LOCK_EX)
    if folder.is_dir():
        return held
    os.close(held)
    return None


def _remove_unless_held(folder: Path) -> None:
    """Raises OSError where somebody holds it."""
    if sys.platform == "win32":
        shutil.rmtree(folder.rename(f"{folder}-"), ignore_errors=True)
        return
    held = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(held)
