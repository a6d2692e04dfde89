"""Writes a file whole or not at all, readable by its owner alone."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.errors import RefusedError


@contextmanager
def whole_file(file: Path, *, record: Callable[[], None] = lambda: None) -> Iterator[BinaryIO]:
    """A new file to write to; at the end of the block it is in its place, and on the disk.

    Args:
        file: a regular file there is replaced.
        record: done once all is written, before the file is there to be read: an export that
            can't be recorded is not made.

    Raises:
        RefusedError: it can't be written there; whatever went wrong, nothing half-written is left.
    """
    if file.exists() and not file.is_file():
        raise RefusedError(f"{file} is no ordinary file.", advice="Name a file for the export.")
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with _private(unfinished) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())  # it may be a stick that is pulled out in a moment
        record()
        unfinished.replace(file)
    except OSError as cause:
        raise RefusedError(
            f"The export could not be written to {file}: {cause.strerror}.",
            advice="Nothing was lost: the responses are still stored. Choose another place.",
        ) from cause
    finally:
        unfinished.unlink(missing_ok=True)  # whatever went wrong, no answers stay behind in clear


def _private(file: Path) -> BinaryIO:
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
