"""A PC that sets itself up and enrols itself by its settings, with nobody at its keyboard.

    no store yet       recovery page, key, store, first staff          once, all or nothing
    a token            into the encrypted store, out of the file       at once, offline too
    the service        key registered, Device told, forms fetched      now, or with a later sync

Each step looks for itself whether it was done: after a power cut the next start goes on there.
"""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.commands.erasing import erase
from kiosk.commands.first_sync import first_sync
from kiosk.commands.making import give_folder, refuse_closed_program, refuse_closed_settings
from kiosk.commands.pins import new_pin
from kiosk.commands.recovery_place import keep_page, page_file, remove_page_of
from kiosk.commands.staff_file import names_in, read_staff
from kiosk.commands.token_given import Erased, erase_token, token_given
from kiosk.errors import CentralError, KioskError, NotSetUp, RefusedError, SettingsInvalid
from kiosk.machine.places import default_settings_file
from kiosk.settings import Settings
from kiosk.store import setup as store_setup
from kiosk.store.accounts import Account, account_named, acting_as
from kiosk.store.begun import cut_off
from kiosk.store.database import Store
from kiosk.store.folder import read_card_alone
from kiosk.store.keeping import SYSTEMD_CREDS, holder_for, keeper_for, owner_of
from kiosk.store.staff import NewStaff, StaffMember, list_staff
from kiosk.store.unlocking import unlock
from kiosk.sync.access.enrolling import enrol_waiting
from kiosk.sync.access.enrolment import kept_enrolment
from kiosk.sync.access.invitation import kept_invitation, take_invitation, was_taken
from kiosk.sync.connect import exchange_by, service_in

FIRST: Final = "Kiosk IT"
"""The one member of staff where no file names any: of a role that sees no answers."""


class Done(NamedTuple):
    """What was done now.

    Attributes:
        page: the recovery page, where the store was made now.
        gone: where what is secret was taken out of.
        enrolled: whether the service lets this kiosk in; None where no token waits.
        trouble: why it does not yet.
        lines: more to tell.
    """

    page: Path | None = None
    gone: Erased = Erased()
    enrolled: bool | None = None
    trouble: KioskError | None = None
    lines: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """For a person."""
        made = [] if self.page is None else [
            "This PC set itself up as a kiosk.", f"The recovery page is in {self.page}",
        ]  # fmt: skip
        erased = [f"Erased what was secret in it: {one}" for one in self.gone.erased]
        left = [f"Delete what is secret in it, it was used: {one}" for one in self.gone.left]
        let_in = ["The central service lets this kiosk in."] if self.enrolled else []
        why = [] if self.trouble is None else [str(self.trouble), self.trouble.advice]
        return [*made, *erased, *left, *let_in, *self.lines, *(one for one in why if one)]

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "recoveryPage": None if self.page is None else str(self.page),
            "erased": list(self.gone.erased),
            "left": list(self.gone.left),
            "enrolled": self.enrolled,
            "trouble": None if self.trouble is None else str(self.trouble),
        }


def set_up_unattended(settings: Settings, config: Path | None, *, look: bool = True) -> Done:
    """All that is still to be done, and nothing where nothing is.

    Args:
        settings: of this PC.
        config: the settings file that was named; None for the usual place.
        look: open the store though the settings give nothing new: a token may wait in it.

    Raises:
        SettingsInvalid, RefusedError: it can't set itself up as the settings have it; nothing was
            made.
        StoreUnavailable: the key can't be kept, or the store can't be opened.
    """
    wanted, file = settings.enrolment, (config or default_settings_file()).absolute()
    is_new, token = not _is_set_up(settings), token_given(settings)
    if is_new and not wanted.recovery_page:
        return Done()
    page = _made(settings, file) if is_new else None
    if not (is_new or token or wanted.staff_file or look):
        return Done()
    with _opened(settings) as (store, owner):
        with acting_as(owner):
            taken = bool(token) and _taken(store, settings, token)
            staff = {one.name for one in _members(store)}
        gone = erase_token(settings, file) if taken else Erased()
        list_of_staff = Path(wanted.staff_file)
        if wanted.staff_file and (named := names_in(list_of_staff)) and named <= staff:
            gone = gone.also(list_of_staff, gone=erase(list_of_staff))
        with acting_as(owner):
            return _let_in(store, settings, Done(page, gone))


def go_on_unattended(settings: Settings, config: Path | None) -> None:
    """As `set_up_unattended`, for a kiosk that is about to run: what can wait does not stop it.

    A token that waits in the store is looked at by the running kiosk itself, whenever it sends.

    Raises:
        SettingsInvalid, NotSetUp, StoreUnavailable: it is not set up, and can't do it itself.
    """
    try:
        done = set_up_unattended(settings, config, look=False)
    except KioskError as error:
        if not _is_set_up(settings):
            if isinstance(error, RefusedError):  # a share that is not there yet: the screen says so
                raise NotSetUp(str(error), advice=error.advice) from error
            raise
        done = Done(trouble=error)
    for line in done.told():
        sys.stderr.write(f"kiosk: {line}\n")


def _is_set_up(settings: Settings) -> bool:
    try:
        read_card_alone(settings.store_directory)
    except NotSetUp:
        return False
    except KioskError:
        return True  # whoever opens it says what is wrong with it
    return True


def _made(settings: Settings, file: Path) -> Path:
    keeper, user, now = keeper_for(settings), _user(settings), _now()
    refuse_closed_program(user)
    refuse_closed_settings(file, user)
    staff_file, host = settings.enrolment.staff_file, socket.gethostname()
    staff = read_staff(Path(staff_file)) if staff_file else ()
    page = page_file(settings, host=host, now=now)
    give_folder(settings.store_directory, user)
    with acting_as(user):
        if (before := cut_off(settings.store_directory)) is not None:
            remove_page_of(before, page)
        store_setup.set_up(
            settings.store_directory,
            staff=staff or (NewStaff(FIRST, "IT", new_pin()),),
            pin_on_sheet=not staff,
            clinic=settings.clinic.name,
            now=now,
            keeper=keeper,
            host=host,
            settings=file if file.exists() else None,
            keep_sheet=lambda html: keep_page(page, html),
        )
    return page


def _user(settings: Settings) -> Account | None:
    name = settings.enrolment.user
    if settings.store.keyring != SYSTEMD_CREDS:
        return None
    if not name:
        raise SettingsInvalid(
            "With keyring = “systemd-creds” the settings must name whom the store is for.",
            advice="For example: user = “clinic-kiosk”, in [enrolment].",
        )
    return account_named(name)


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Store, Account | None]]:
    """The store, and whose it is where root opens it: what is made in it belongs to them."""
    directory, holder, owner = settings.store_directory, holder_for(settings), None
    if settings.store.keyring == SYSTEMD_CREDS and os.name == "posix" and os.getuid() == 0:
        keeper = keeper_for(settings)
        holder, owner = keeper, owner_of(directory, keeper)
    with acting_as(owner):
        store = unlock(directory, holder)
    try:
        yield store, owner
    finally:
        with acting_as(owner):
            store.close()


def _members(store: Store) -> tuple[StaffMember, ...]:
    with store.reading() as c:
        return list_staff(c)


def _taken(store: Store, settings: Settings, token: str) -> bool:
    """Whether it is, or was once, in the store; one that came later may be for another PC."""
    if kept_enrolment(store) is None:
        take_invitation(store, service_in(settings.central), token, now=_now())
    return was_taken(store, token)


def _let_in(store: Store, settings: Settings, done: Done) -> Done:
    waiting = kept_invitation(store)
    if waiting is None or waiting.base != service_in(settings.central):
        return done
    try:
        enrol_waiting(store, exchange_by(settings.central, _now), again=True)
        synced = first_sync(store, settings)
    except CentralError as error:
        return done._replace(enrolled=False, trouble=error)
    return done._replace(enrolled=True, lines=tuple(synced.lines()))


def _now() -> datetime:
    return datetime.now(UTC)
