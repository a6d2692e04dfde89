"""Sets a kiosk up once, and brings its key back when the PC forgot it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from kiosk.errors import RefusedError, StoreDamaged
from kiosk.store import audit, folder
from kiosk.store.begun import beginning
from kiosk.store.database import Store, create_store, open_store
from kiosk.store.keeping import KeyKeeper, SystemKeyring, by_root
from kiosk.store.key import fingerprint, key_sign, new_key, recovery_key, seal, unseal
from kiosk.store.recovery_code import new_recovery_code, recovery_seed
from kiosk.store.recovery_sheet import SheetPlace, recovery_sheet
from kiosk.store.rekey import settle
from kiosk.store.staff import NewStaff, add_staff, refuse_weak_pin

FIRST_STAFF = "Clinic lead"


@dataclass(frozen=True)
class SetUpResult:
    """What set-up made; the code and the sheet are shown once and kept nowhere.

    Attributes:
        recovery_code: seven groups of five signs.
        sheet_html: the page to print.
    """

    store_id: str
    recovery_code: str = field(repr=False)
    sheet_html: str = field(repr=False)


def set_up(  # noqa: PLR0913 - keyword-only beyond the one
    directory: Path,
    *,
    pin: str = "",
    staff: Sequence[NewStaff] = (),
    pin_on_sheet: bool = False,
    clinic: str,
    now: datetime,
    keeper: KeyKeeper | None = None,
    keep_sheet: Callable[[str], None] = lambda _: None,
    host: str = "",
    settings: Path | None = None,
) -> SetUpResult:
    """Make the key, the store with its first member of staff, and the recovery sheet.

    All or nothing: a failure or a crash leaves no store, and the next try takes away what one left
    in the keyring. There is never a store whose recovery sheet was not kept.

    Args:
        directory: where the store shall lie.
        pin: the clinic lead's first PIN, 6 to 12 digits; "" where there are other first staff.
        staff: the first members, where it is not the clinic lead.
        pin_on_sheet: nobody sees the screen: the PIN of the first member stands on the sheet.
        clinic: its name, for the sheet.
        now: the moment.
        keeper: keeps the key; None: the keyring of this user.
        keep_sheet: gets the sheet's HTML when the key is saved; what it raises ends the set-up.
        host: this PC's name, for the sheet.
        settings: the settings file to name on the sheet, where it is not the usual one.

    Raises:
        RefusedError: a PIN is weak, or a store lies there already.
        KeyringMissing, KeyringLocked, StoreUnavailable: key or store could not be kept.
    """
    members = _first_members(staff, pin)
    folder.refuse_existing(directory)
    key, name, code = new_key(), str(uuid4()), new_recovery_code()
    keeper = SystemKeyring() if keeper is None else keeper
    place = SheetPlace(clinic, host, directory, settings, as_root=by_root(keeper))
    sign, shown = key_sign(fingerprint(key)), members[0] if pin_on_sheet else None
    sheet = recovery_sheet(place, name, code=code, key=sign, now=now, first_staff=shown)
    sealed = seal(key, recovery_key(recovery_seed(code)).public_key)
    fill, backend = partial(_first_rows, members, name, now), keeper.backend
    with beginning(directory, name, keeper):
        keeper.keep(name, key)
        keep_sheet(sheet)
        create_store(
            directory, key, name=name, sealed=sealed, fill=fill, now=now, keyring=backend
        ).close()
    return SetUpResult(store_id=name, recovery_code=code, sheet_html=sheet)


def _first_members(staff: Sequence[NewStaff], pin: str) -> tuple[NewStaff, ...]:
    members = tuple(staff) or (NewStaff(FIRST_STAFF, "lead", pin),)
    for member in members:
        refuse_weak_pin(member.pin)
    return members


def _first_rows(members: Sequence[NewStaff], store_id: str, now: datetime, c: Connection) -> None:
    for member in members:
        add_staff(c, name=member.name, role=member.role, pin=member.pin, now=now)
    audit.record(c, actor="IT", action="store.set-up", subject=store_id, now=now)


def recover(
    directory: Path, recovery_code: str, *, now: datetime, keeper: KeyKeeper | None = None
) -> None:
    """Give the keyring the key of the store, once it is seen to open the store.

    On the PC it was made on or on another, in the same kind of keyring or another: the card says
    afterwards which one has the key. A damaged store does not open: then the key is given back all
    the same, for it is the store's by its fingerprint. The store's audit says that it was done,
    and when (`now`).

    Raises:
        RefusedError: the code has a slip, or is another store's, or of a sheet before the last.
        NotSetUp: there is no store.
        StoreDamaged: the store can't be read, and its key is back; or the sealed copy of the key
            can't be read.
        KeyringMissing, KeyringLocked: the key could not be kept.
    """
    card = folder.read_card(directory)
    keeper = SystemKeyring() if keeper is None else keeper
    key = _unsealed(directory, card, recovery_seed(recovery_code))
    try:
        store = _opened_by_sheet(directory, card, key)
    except StoreDamaged as cause:  # only with its key can it be put right
        keeper.keep(card.store_id, key)
        folder.amend_card(directory, keyring=keeper.backend)
        raise StoreDamaged(
            "The key is back in the keyring, but the store is damaged.",
            advice="Start the kiosk (kiosk run), or run: kiosk recover --salvage",
        ) from cause
    try:
        keeper.keep(card.store_id, key)
        with store.transaction() as c:
            audit.record(c, actor="IT", action="store.recovered", subject=card.store_id, now=now)
        settle(directory, key)
        folder.amend_card(directory, keyring=keeper.backend)
    finally:
        store.close()


def _unsealed(directory: Path, card: folder.Card, seed: bytes) -> bytes:
    """The key out of the sealed copy, or out of the next one while the key is being changed."""
    files = [folder.SEALED, *([folder.NEXT_SEALED] if card.next_fingerprint else [])]
    there = [file for file in files if (directory / file).exists()]
    for file in there:
        with suppress(RefusedError):
            return unseal(_sealed(directory / file), recovery_key(seed))
    if not there:
        _sealed(directory / folder.SEALED)  # says that it is gone
    raise RefusedError("This recovery code does not open this store.", advice=_which_sheet(card))


def _opened_by_sheet(directory: Path, card: folder.Card, key: bytes) -> Store:
    try:
        return open_store(directory, key)
    except StoreDamaged as cause:
        if card.next_fingerprint is None:
            raise
        raise RefusedError(
            "This sheet does not open the store: a change of its key was interrupted, and this "
            "is the sheet of the other key. Or the store is damaged.",
            advice=_which_sheet(card),
        ) from cause


def _which_sheet(card: folder.Card) -> str:
    signs = " or ".join(key_sign(one) for one in card.fingerprints)
    return (
        f"The right sheet names the store {card.store_id} and the key {signs}. "
        "Each set-up and each change of the key prints a sheet of its own."
    )


def _sealed(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as cause:
        raise StoreDamaged(
            f"The sealed copy of the key, {file}, can't be read.",
            advice="Bring that file back from a backup; without it the code opens nothing.",
        ) from cause
