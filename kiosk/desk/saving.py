"""Where a file of the desk goes: a folder that somebody typed, a name that is not taken."""

from pathlib import Path
from typing import Final

from kiosk.errors import RefusedError

_LONGEST: Final = 60
_TRIES: Final = 1000


def folder_named(text: str) -> Path:
    """The folder that was typed.

    Raises:
        RefusedError: there is none of that name.
    """
    folder = Path(text.strip()).expanduser()
    if text.strip() and folder.is_absolute() and folder.is_dir():
        return folder
    raise RefusedError(
        "There is no such folder on this PC.",
        advice="Write where the file shall go, from the beginning; or put the drive in again.",
    )


def file_name(text: str) -> str:
    """A text without what the name of a file can't hold on one system or another."""
    kept = "".join(sign if sign.isalnum() or sign in "-_. " else "-" for sign in text)
    return kept.strip(" .")[:_LONGEST] or "file"


def unused(folder: Path, name: str, suffix: str) -> Path:
    """A file or folder that is not there yet: nothing that was saved before is replaced."""
    names = (name, *(f"{name} ({number})" for number in range(2, _TRIES)))
    free = (file for one in names if not (file := folder / f"{one}{suffix}").exists())
    return next(free, folder / f"{name}{suffix}")
