"""`setup` and `recover`: what IT does once on a PC, and on the day the key is gone."""

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.pins import asked_pin
from kiosk.commands.reading import read_file
from kiosk.errors import RefusedError
from kiosk.resources import resource
from kiosk.settings import default_settings_file, parse_settings
from kiosk.store import setup as store_setup

TRIES = 3


def set_up(arguments: argparse.Namespace) -> Outcome:
    """Makes settings file, key, store, recovery sheet and the first staff PIN; all or nothing.

    Raises:
        UsageError: the file after --from is not there, or no PIN came on standard input.
        RefusedError: there is a store already, the PIN is weak, or a file can't be written.
        StoreUnavailable: the keyring is missing or locked.
    """
    file = (arguments.config or default_settings_file()).absolute()
    content, source = _first_settings(arguments.source, file)
    settings = parse_settings(content, source=source)
    pin, pin_is_new = asked_pin("First staff PIN", from_stdin=arguments.pin_stdin)
    now = datetime.now(UTC)
    today = now.astimezone()
    sheet = (arguments.sheet or Path(f"clinic-kiosk-recovery-{today:%Y-%m-%d}.html")).absolute()
    with _new_file(file, content, may_exist=True), _new_file(sheet, b""):
        store_setup.set_up(
            settings.store_directory,
            pin=pin,
            clinic=settings.clinic.name,
            now=now,
            host=socket.gethostname(),
            settings=file,
            keep_sheet=lambda html: _write(sheet, html.encode(), new=False),
        )
    document = {
        "store": str(settings.store_directory),
        "settings": str(file),
        "recoverySheet": str(sheet),
        "pin": pin if pin_is_new else None,
    }
    return Outcome(0, document, _told(document))


def recover(arguments: argparse.Namespace) -> Outcome:
    """Puts the database key back into the keyring from the code on the recovery sheet.

    Raises:
        RefusedError: the code is not the one of this store.
    """
    settings = settings_for(arguments)
    tries = TRIES if sys.stdin.isatty() else 1
    for left in reversed(range(tries)):
        try:
            code = _asked("Recovery code from the sheet: ")
            store_setup.recover(settings.store_directory, code, now=datetime.now(UTC))
            break
        except RefusedError as slip:
            if not left:
                raise
            sys.stderr.write(f"{slip} {slip.advice}\n")
    document = {"store": str(settings.store_directory), "recovered": True}
    return Outcome(0, document, "The key is back in the keyring and opens the store.")


def _first_settings(source: Path | None, file: Path) -> tuple[bytes, str]:
    """The settings to begin with: those after --from, those that are there, or the sample."""
    there = read_file(file) if file.is_file() else None
    if source is None:
        sample = resource("kiosk.toml")
        return (there, str(file)) if there is not None else (read_file(sample), str(sample))
    content = read_file(source)
    if there not in {None, content}:
        raise RefusedError(
            f"{file} is there already, and differs from {source}.",
            advice="Two settings would point at two stores. Remove or change the first.",
        )
    return content, str(source)


def _asked(question: str) -> str:
    """What is typed, visibly: a long code is copied from paper, sign by sign."""
    sys.stderr.write(question if sys.stdin.isatty() else "")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


@contextmanager
def _new_file(file: Path, content: bytes, *, may_exist: bool = False) -> Iterator[None]:
    """Makes sure that a file can be written, and takes it away again where the block fails.

    Raises:
        RefusedError: it is there and may not be, or it can't be written.
    """
    is_new = not file.exists()
    if not is_new and not may_exist:
        raise RefusedError(
            f"{file} is there already and is not overwritten.",
            advice="It may be the only copy of a recovery code. Name another file with --sheet.",
        )
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
    flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if new else os.O_TRUNC)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, flags, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause


def _told(document: dict[str, str | None]) -> str:
    lines = [
        f"The encrypted store is in    {document['store']}",
        f"Its settings are in          {document['settings']}",
        f"The recovery sheet is in     {document['recoverySheet']}",
        "Print that sheet now, keep it in the safe, and delete the file: whoever has it can open",
        "the store, and without it a lost keyring means lost answers.",
    ]
    if document["pin"]:
        lines.insert(2, f"The first staff PIN is       {document['pin']} (shown only now)")
    lines.append("Next: kiosk run")
    return "\n".join(lines)
