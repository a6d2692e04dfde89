"""The draft of a set-up: a small file beside the settings file, for this user alone."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from kiosk.desk.saving import unused
from kiosk.errors import RefusedError
from kiosk.setting_up.progress import Progress, decoded
from kiosk.store.files import replace_private

_NAME: Final = "set-up.json"


class DraftFile:
    """Where a set-up is kept until there is a store.

    Args:
        settings: the settings file; the draft lies beside it, where this user may write there.
        store: the folder of the store; else it lies beside that.
    """

    def __init__(self, settings: Path, store: Path) -> None:
        places = [folder for folder in (settings.parent, store.parent) if _may_write(folder)]
        self.folder = places[0] if places else settings.parent

    @property
    def file(self) -> Path:
        """The draft."""
        return self.folder / _NAME

    def read(self) -> Progress:
        """What it holds; nothing where there is none."""
        try:
            return decoded(self.file.read_bytes())
        except OSError:
            return Progress()

    def write(self, progress: Progress) -> None:
        """Hold this, in the place of what was held before.

        Raises:
            RefusedError: it can't be written, with what to do.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_private(self.file, msgspec.json.encode(progress))
        except OSError as cause:
            raise RefusedError(
                f"What was chosen can't be kept in {self.folder}: {cause.strerror}.",
                advice="Free room on the disk where it is full. Else start this as a user who "
                "may write there, or name another file: kiosk setup --window --config FILE",
            ) from cause

    def remove(self) -> None:
        """It is not needed any more."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    def new_page(self, now: datetime) -> Path:
        """A file for the recovery page; nothing lies there yet."""
        return unused(self.folder, f"clinic-kiosk-recovery-{now.astimezone():%Y-%m-%d}", ".html")


def replace_settings(file: Path, content: bytes) -> None:
    """Other content for a settings file; its rights stay, and one of the two is always there.

    Raises:
        OSError: it can't be written.
    """
    before = file.stat() if file.exists() else None
    replace_private(file, content)
    if before is not None:
        file.chmod(before.st_mode & 0o777)
        if os.name == "posix" and os.geteuid() == 0:
            os.chown(file, before.st_uid, before.st_gid)


def _may_write(folder: Path) -> bool:
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    return os.access(there, os.W_OK)
