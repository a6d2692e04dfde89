"""Files for this user alone, written down to the disk."""

import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Final

from kiosk.errors import StoreUnavailable

_PIECE: Final = 4096
"""Bytes that are read at once: no more is missing beside a bad sector."""


def write_private(file: Path, content: bytes) -> None:
    """Write a new file that only this user may read, and wait until it is on the disk."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def replace_private(file: Path, content: bytes) -> None:
    """Put a file that only this user may read in the place of another; one of the two is there."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def free_name(directory: Path, name: str) -> Path:
    """Where nothing lies yet: that name in a folder, else with -2, -3, ... behind it."""
    names = chain([name], (f"{name}-{n}" for n in count(2)))
    return next(directory / one for one in names if not (directory / one).exists())


def sync_folder(directory: Path) -> None:
    """Make a rename in it last through a power cut; Windows has no way to ask for it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_writable(directory: Path, cause: OSError) -> StoreUnavailable:
    """What to raise where the folder of a store does not take a file."""
    return StoreUnavailable(
        f"{directory} can't be written: {cause.strerror}.",
        advice="Choose another folder in the settings, or ask for the right to write there.",
    )


def readable(stream: BinaryIO) -> Iterator[bytes]:
    """The whole of a file, piece by piece; zeros where its disk can't be read any more.

    Without a buffer in the stream what lies beside a bad sector is read.
    """
    size = stream.seek(0, os.SEEK_END)
    for at in range(0, size, _PIECE):
        try:
            stream.seek(at)
            piece = stream.read(_PIECE)
        except OSError:
            piece = bytes(min(_PIECE, size - at))
        yield piece


def read_readable(file: Path) -> bytes:
    """Likewise at once; b"" where there is no such file."""
    try:
        with file.open("rb", buffering=0) as stream:
            return b"".join(readable(stream))
    except FileNotFoundError:
        return b""


def has_bad_sector(file: Path) -> bool:
    """Whether a part can't be read of a file that this user may read."""
    try:
        stream = file.open("rb")
    except OSError:
        return False
    with stream:
        try:
            while stream.read(_PIECE):
                pass
        except OSError:
            return True
    return False
