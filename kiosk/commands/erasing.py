"""What is secret goes from the files it was given in."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from kiosk.settings.editing import with_key, without_key
from kiosk.store.files import sync_folder


def erase(file: Path) -> bool:
    """Of a file alone: no link, no pipe that a shell gave a name. Whether it is gone."""
    try:
        if file.is_symlink() or not file.is_file():
            return False
        _overwrite(file)
        file.unlink()
    except OSError:
        return False
    return True


def erase_key(file: Path, table: str, key: str) -> bool:
    """Takes a key out of a settings file, at once and whole; whether it is not there any more."""
    try:
        text = file.read_bytes().decode("utf-8")
        changed = without_key(text, table, key)
        return changed is not None and _replace(file, changed.encode())
    except (OSError, UnicodeDecodeError):
        return False


def write_key(file: Path, table: str, key: str, value: str) -> bool:
    """Puts a text into a settings file, at once and whole; whether it is there now."""
    try:
        text = file.read_bytes().decode("utf-8")
        changed = with_key(text, table, key, value)
        return changed is not None and _replace(file, changed.encode())
    except (OSError, UnicodeDecodeError):
        return False


def _replace(file: Path, content: bytes) -> bool:
    """Another content with the rights and the owner of the one before, which is written over."""
    there = file.resolve(strict=True).stat()
    target = file.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if sys.platform != "win32":
            os.chown(name, there.st_uid, there.st_gid)
        Path(name).chmod(there.st_mode & 0o7777)
        before = None if sys.platform == "win32" else target.open("r+b")
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    if before is not None:
        with before, suppress(OSError):
            before.write(bytes(there.st_size))
            before.flush()
            os.fsync(before.fileno())
    return True


def _overwrite(file: Path) -> None:
    """On a disk that writes in place nothing of it stays."""
    with file.open("r+b") as stream:
        stream.write(bytes(file.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())
