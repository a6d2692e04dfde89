"""A paper written to a file: whole or not at all, and a refusal that says what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from kiosk.errors import RefusedError
from kiosk.export.files import whole_file


def write_paper(file: Path, write: Callable[[BinaryIO], object]) -> None:
    """The file is there whole at the end, or not at all.

    Raises:
        RefusedError: it can't be written there.
    """
    try:
        with whole_file(file) as out:
            write(out)
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause
