"""Where a file of the desk goes: a folder that somebody typed, a name that is not taken."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.errors import RefusedError

_LONGEST: Final = 60
_TRIES: Final = 1000


def folder_named(text: str) -> Path:
    """The folder that was typed, or copied with quotes around it as Windows does.

    Raises:
        RefusedError: there is none of that name, or none that this user may look into.
    """
    with suppress(RuntimeError):  # the home of somebody whom this PC does not know
        folder = Path(text.strip().strip('"')).expanduser()
        if folder.is_absolute() and os.path.isdir(folder):  # noqa: PTH112 - any text is answered
            return folder
    raise RefusedError(
        "There is no such folder on this PC.",
        advice="Write where the file shall go, from the beginning; or put the drive in again.",
    )


def file_name(text: str) -> str:
    """A text without what the name of a file can't hold on one system or another."""
    kept = "".join(sign if sign.isalnum() or sign in "-_., " else "-" for sign in text)
    return kept.strip(" .")[:_LONGEST] or "file"


def unused(folder: Path, name: str, suffix: str) -> Path:
    """A file or folder that is not there yet: nothing that was saved before is replaced."""
    names = (name, *(f"{name} ({number})" for number in range(2, _TRIES)))
    free = (file for one in names if not os.path.lexists(file := folder / f"{one}{suffix}"))
    return next(free, folder / f"{name}{suffix}")
