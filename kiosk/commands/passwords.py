"""The password of an archive: out of a file, typed, or made here."""

import sys
from pathlib import Path

from kiosk.commands.pins import typed
from kiosk.errors import RefusedError, UsageError
from kiosk.export.archive import new_password, refuse_weak


def archive_password(file: Path | None) -> tuple[str, bool]:
    """The password of an archive, and whether it was made here.

    Args:
        file: its first line is the password; None: it is asked for at a terminal, where an empty
            line has one made; elsewhere one is made.

    Raises:
        UsageError: the file can't be read.
        RefusedError: it is weak, or the two that were typed differ.
    """
    if file is not None:
        try:
            password = file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as cause:
            raise UsageError(
                f"No password could be read from {file}.", advice="Look at --password-file."
            ) from cause
    elif sys.stdin.isatty():
        password = typed("Password for the archive (Enter: one is made for you): ")
        if password and password != typed("The same once more: "):
            raise RefusedError("The two passwords differ.", advice="Start the command again.")
    else:
        password = ""
    if not password and file is None:
        return new_password(), True
    refuse_weak(password)
    return password, False
