"""What set-up and a change of the key make: settings file, folder of the store, recovery sheet.

Root makes them for the user the kiosk runs as; the sheet alone stays root's.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.errors import RefusedError, StoreUnavailable
from kiosk.machine.ourselves import is_frozen
from kiosk.store.accounts import ROOT, Account, acting_as
from kiosk.store.files import replace_private, sync_folder, write_private


def sheet_file(named: Path | None, now: datetime) -> Path:
    """Where the recovery sheet goes: as named, or here with the day in its name."""
    return (named or Path(f"clinic-kiosk-recovery-{now.astimezone():%Y-%m-%d}.html")).absolute()


def keep_sheet(file: Path, html: str) -> None:
    """Write the sheet down to the disk, with the rights the command was started with.

    Raises:
        RefusedError: it can't be written.
    """
    with acting_as(ROOT if os.name == "posix" and os.getuid() == 0 else None):
        _write(file, html.encode(), new=not file.exists())


def give_settings(file: Path, user: Account | None) -> None:
    """The kiosk's user may read the settings that root made, and not change them."""
    if user is not None:
        os.chown(file, 0, user.gid)
        file.chmod(0o640)


def refuse_closed_program(user: Account | None) -> None:
    """The kiosk's user must be able to read what it shall run.

    Raises:
        RefusedError: the program, or Python, lies in a folder that is closed to that user.
    """
    ours = [Path(sys.executable)] if is_frozen() else [Path(os.__file__), Path(__file__)]
    for file in ours:
        try:
            with acting_as(user):
                file.stat()
        except PermissionError as cause:
            raise RefusedError(
                f"The user of the kiosk can't read {file.parent}, and so not run the program.",
                advice="Install it where every user can read it, for example in /opt.",
            ) from cause


def refuse_closed_settings(file: Path, user: Account | None) -> None:
    """The kiosk's user must be able to read the settings that IT wrote, if there are any.

    Raises:
        RefusedError: they, or a folder above them, are closed to that user.
    """
    try:
        with acting_as(user):
            file.open("rb").close()
    except FileNotFoundError:
        return
    except PermissionError as cause:
        raise RefusedError(
            f"The user of the kiosk can't read {file}.",
            advice="Let that user read the file, and pass through the folders above it.",
        ) from cause


def give_folder(directory: Path, user: Account | None) -> None:
    """An empty folder of that user's, for the store; one with things in it stays whose it is.

    Raises:
        StoreUnavailable: it can't be made.
    """
    if user is None:
        return
    try:
        _make_parents(directory)
        directory.mkdir(mode=0o700, exist_ok=True)
        if not any(directory.iterdir()):
            os.chown(directory, user.uid, user.gid)
    except OSError as cause:
        raise StoreUnavailable(
            f"{directory} can't be made: {cause.strerror}.",
            advice="Choose another folder in the settings.",
        ) from cause


def refuse_existing(sheet: Path) -> None:
    """No sheet is ever written over.

    Raises:
        RefusedError: there is such a file.
    """
    if sheet.exists():
        raise RefusedError(
            f"{sheet} is there already and is not overwritten.",
            advice="It may be the only copy of a recovery code. Name another file with --sheet.",
        )


@contextmanager
def new_file(file: Path, content: bytes, *, may_exist: bool = False) -> Iterator[None]:
    """Makes sure that a file can be written, and takes it away again where the block fails.

    Raises:
        RefusedError: it is there and may not be, or it can't be written.
    """
    is_new = not file.exists()
    if not may_exist:
        refuse_existing(file)
    if is_new:
        _write(file, content, new=True)
    try:
        yield
    except BaseException:
        if is_new:
            file.unlink(missing_ok=True)
        raise


def _write(file: Path, content: bytes, *, new: bool) -> None:
    """Writes a file that only this user may read, down to the disk."""
    try:
        _make_parents(file)
        if new:
            write_private(file, content)
            sync_folder(file.parent)
        else:
            replace_private(file, content)
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause


def _make_parents(file: Path) -> None:
    """The folders above it, which others may pass through where root makes them."""
    for folder in reversed([one for one in file.parents if not one.exists()]):
        folder.mkdir(exist_ok=True)
        if os.name == "posix" and os.getuid() == 0:
            folder.chmod(0o755)  # whatever the umask
