"""`setup` and `recover`: what IT does once on a PC, and on the day the key is gone."""

import argparse
import getpass
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import KioskError, RefusedError, UsageError
from kiosk.resources import resource
from kiosk.settings import default_settings_file, parse_settings
from kiosk.store import setup as store_setup
from kiosk.store.staff import refuse_weak_pin

PIN_DIGITS = 6


def set_up(arguments: argparse.Namespace) -> Outcome:
    """Makes settings file, key, store, recovery sheet and the first staff PIN.

    Raises:
        RefusedError: there is a store already, or the PIN will not do.
        StoreUnavailable: the keyring is missing or locked; nothing was made.
    """
    content, source = _first_settings(arguments)
    settings = parse_settings(content, source=source)
    pin, pin_is_new = _first_pin(from_stdin=arguments.pin_stdin)
    now = datetime.now(UTC)
    sheet: Path = arguments.sheet or Path(f"clinic-kiosk-recovery-{now:%Y-%m-%d}.html")
    file: Path = arguments.config or default_settings_file()
    _reserve(sheet)
    try:
        if not file.exists():
            _write_private(file, content)
        made = store_setup.set_up(
            settings.store_directory, pin=pin, clinic=settings.clinic.name, now=now
        )
    except KioskError:
        sheet.unlink()
        raise
    _write_private(sheet, made.sheet_html.encode())
    document = {
        "store": str(settings.store_directory), "settings": str(file), "recoverySheet": str(sheet),
        "pin": pin if pin_is_new else None,
    }  # fmt: skip
    return Outcome(0, document, _told(document))


def recover(arguments: argparse.Namespace) -> Outcome:
    """Puts the database key back into the keyring from the code on the recovery sheet.

    Raises:
        RefusedError: the code is not the one of this store.
    """
    settings = settings_for(arguments)
    code = _ask("Recovery code from the sheet: ")
    store_setup.recover(settings.store_directory, code)
    document = {"store": str(settings.store_directory), "recovered": True}
    return Outcome(0, document, "The key is back in the keyring and opens the store.")


def _first_settings(arguments: argparse.Namespace) -> tuple[bytes, str]:
    """The settings to begin with: those named, those that are there, or the sample."""
    there = arguments.config or default_settings_file()
    source: Path = arguments.source or (there if there.is_file() else resource("kiosk.toml"))
    try:
        return source.read_bytes(), str(source)
    except OSError as cause:
        raise UsageError(
            f"There is no file {source} that can be read.", advice="Look at the path after --from."
        ) from cause


def _first_pin(*, from_stdin: bool) -> tuple[str, bool]:
    """The PIN, and whether it was made here. Never taken from the command line: others see it."""
    if from_stdin:
        pin = sys.stdin.readline().strip()
    elif sys.stdin.isatty():
        pin = getpass.getpass("First staff PIN (6 to 12 digits): ")
        if pin != getpass.getpass("The same once more: "):
            raise RefusedError("The two PINs differ.", advice="Start again: kiosk setup")
    else:
        return _new_pin(), True
    refuse_weak_pin(pin)
    return pin, False


def _new_pin() -> str:
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    try:
        refuse_weak_pin(pin)
    except RefusedError:
        return _new_pin()
    return pin


def _ask(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _reserve(sheet: Path) -> None:
    """Makes sure that the sheet can be written before there is a key it must hold."""
    if sheet.exists():
        raise RefusedError(
            f"{sheet} is there already and is not overwritten.",
            advice="It may be the only copy of a recovery code. Name another file with --sheet.",
        )
    _write_private(sheet, b"")


def _write_private(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
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
