"""`setup` and `recover`: what IT does once on a PC, and on the day the key is gone."""

import argparse
import socket
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.making import (
    give_folder,
    give_settings,
    keep_sheet,
    new_file,
    refuse_closed_program,
    sheet_file,
)
from kiosk.commands.outcome import Outcome
from kiosk.commands.pins import asked_pin
from kiosk.commands.proving import prove
from kiosk.commands.reading import read_file
from kiosk.commands.salvage import salvage
from kiosk.commands.settings_given import settings_for, settings_over
from kiosk.commands.typed_code import with_typed_code
from kiosk.commands.unattended import set_up_unattended
from kiosk.errors import CentralError, RefusedError, SettingsInvalid, UsageError
from kiosk.machine.places import default_settings_file
from kiosk.resources import resource
from kiosk.setting_up.unfinished import leave_unfinished
from kiosk.settings import Settings
from kiosk.store import setup as store_setup
from kiosk.store.accounts import Account, account_named, acting_as
from kiosk.store.credential import CREDENTIAL
from kiosk.store.keeping import SYSTEMD_CREDS, keeper_for, owner_of
from kiosk.store.unlocking import unlock

NOTHING_LEFT = "This PC is set up already; nothing was left to do."


def set_up(arguments: argparse.Namespace) -> Outcome:
    """Makes settings file, key, store, recovery sheet and the first staff PIN; all or nothing.

    Raises:
        UsageError: the file after --from is not there, or no PIN came on standard input.
        RefusedError: there is a store already, the PIN is weak, or a file can't be written.
        StoreUnavailable: the keyring is missing or locked.
    """
    if arguments.unattended:
        return _unattended(arguments)
    if arguments.window:
        return _in_window(arguments)
    file = (arguments.config or default_settings_file()).absolute()
    content, source = _first_settings(arguments.source, file)
    settings = settings_over(content, source)
    keeper, user = keeper_for(settings), _user(settings, arguments.user)
    refuse_closed_program(user)
    pin, pin_is_new = asked_pin("First staff PIN", from_stdin=arguments.pin_stdin)
    now = datetime.now(UTC)
    sheet = sheet_file(arguments.sheet, now)
    with new_file(file, content, may_exist=True), new_file(sheet, b""):
        give_settings(file, user)
        give_folder(settings.store_directory, user)
        with acting_as(user):
            store_setup.set_up(
                settings.store_directory,
                pin=pin,
                clinic=settings.clinic.name,
                now=now,
                keeper=keeper,
                host=socket.gethostname(),
                settings=file,
                keep_sheet=lambda html: keep_sheet(sheet, html),
            )
            if arguments.finish_at_screen:
                with closing(unlock(settings.store_directory, keeper)) as store:
                    leave_unfinished(store)
    document = {
        "store": str(settings.store_directory),
        "settings": str(file),
        "recoverySheet": str(sheet),
        "pin": pin if pin_is_new else None,
        "credential": settings.store.credential if user is not None else None,
    }
    return Outcome(0, document, _told(document))


def _unattended(arguments: argparse.Namespace) -> Outcome:
    """As the settings say; what was done already is not done again."""
    if arguments.source or arguments.sheet or arguments.pin_stdin or arguments.user:
        raise UsageError(
            "--unattended goes by the settings alone.", advice="See: kiosk guide enrolment"
        )
    settings = settings_for(arguments)
    if not settings.enrolment.recovery_page:
        raise SettingsInvalid(
            "The settings don't say where the recovery page of this PC goes.",
            advice='Set it: [enrolment] recovery_page = "…". See: kiosk guide enrolment',
        )
    done = set_up_unattended(settings, arguments.config)
    # 1 says that nothing was made: what the service refused of a kiosk that is set up is no 1.
    code = 0 if done.trouble is None else CentralError.exit_code
    document = {"store": str(settings.store_directory), **done.document()}
    return Outcome(code, document, "\n".join(done.told() or [NOTHING_LEFT]))


def _in_window(arguments: argparse.Namespace) -> Outcome:
    """Page by page, with Qt, which no other set-up needs."""
    from kiosk.commands.setup_window import set_up_in_window  # noqa: PLC0415

    return set_up_in_window(arguments)


def recover(arguments: argparse.Namespace) -> Outcome:
    """Puts the database key back into the keyring from the code on the recovery sheet.

    With `--salvage` it is the store that is put right; the key is the keyring's, then. With
    `--prove` the code is tried on the sealed copy, and nothing is changed.

    Raises:
        RefusedError: the code is not the one of this store.
    """
    if arguments.salvage:
        return salvage(arguments)
    if arguments.prove:
        return prove(arguments)
    settings = settings_for(arguments)
    directory, keeper = settings.store_directory, keeper_for(settings)
    owner = owner_of(directory, keeper)

    def bring_back(code: str) -> None:
        with acting_as(owner):
            store_setup.recover(directory, code, now=datetime.now(UTC), keeper=keeper)

    with_typed_code(bring_back)
    document = {"store": str(directory), "recovered": True}
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


def _user(settings: Settings, name: str | None) -> Account | None:
    """Whom the store shall belong to that root makes; None where it belongs to who makes it."""
    if settings.store.keyring == SYSTEMD_CREDS:
        if name is None:
            raise UsageError(
                "With keyring = “systemd-creds” root makes the store for another user.",
                advice="Name the user the kiosk runs as: kiosk setup --user NAME",
            )
        return account_named(name)
    if name is not None:
        raise UsageError(
            "--user goes with keyring = “systemd-creds” in the settings.",
            advice="With the keyring of the system, that user runs: kiosk setup",
        )
    return None


def _next(document: dict[str, str | None]) -> str:
    if document["credential"] is None:
        return "Next: kiosk run"
    line = f"LoadCredentialEncrypted={CREDENTIAL}:{document['credential']}"
    return f"Next: in the unit that runs the kiosk, under [Service]: {line}"


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
    lines.append(_next(document))
    return "\n".join(lines)
