"""Sets a kiosk up once, and brings its key back when the PC forgot it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from kiosk.errors import StoreDamaged
from kiosk.store import audit, folder
from kiosk.store.database import create_store, open_store, store_id
from kiosk.store.key import new_key, recovery_key, save_key, seal, unseal
from kiosk.store.recovery_code import new_recovery_code, recovery_seed
from kiosk.store.recovery_sheet import recovery_sheet
from kiosk.store.staff import add_staff, refuse_weak_pin

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
    pin: str,
    clinic: str,
    now: datetime,
    save: Callable[[str, bytes], None] = save_key,
    keep_sheet: Callable[[str], None] = lambda _: None,
    host: str = "",
    settings: Path | None = None,
) -> SetUpResult:
    """Make the key, the store with its first member of staff, and the recovery sheet.

    All or nothing: a failure or a crash on the way leaves no store. There is never a store whose
    recovery sheet was not kept.

    Args:
        directory: where the store shall lie.
        pin: the clinic lead's first PIN, 6 to 12 digits.
        clinic: its name, for the sheet.
        now: the moment.
        save: keeps a key under a store id; the keyring's by default.
        keep_sheet: gets the sheet's HTML, once the key is saved and before there is a store; what
            it raises ends the set-up.
        host: this PC's name, for the sheet.
        settings: the settings file to name on the sheet, where it is not the usual one.

    Raises:
        RefusedError: the PIN is weak, or a store lies there already.
        KeyringMissing, KeyringLocked: the key could not be kept.
        StoreUnavailable: the folder can't be written.
    """
    refuse_weak_pin(pin)
    folder.refuse_existing(directory)
    key, name, code = new_key(), str(uuid4()), new_recovery_code()
    sheet = recovery_sheet(
        clinic=clinic, store_id=name, code=code, now=now, host=host, directory=directory,
        settings=settings,
    )  # fmt: skip
    save(name, key)
    keep_sheet(sheet)

    def first_rows(c: Connection) -> None:
        add_staff(c, name=FIRST_STAFF, role="lead", pin=pin, now=now)
        audit.record(c, actor="IT", action="store.set-up", subject=name, now=now)

    sealed = seal(key, recovery_key(recovery_seed(code)).public_key)
    create_store(directory, key, name=name, sealed=sealed, fill=first_rows, now=now).close()
    return SetUpResult(store_id=name, recovery_code=code, sheet_html=sheet)


def recover(
    directory: Path,
    recovery_code: str,
    *,
    now: datetime,
    save: Callable[[str, bytes], None] = save_key,
) -> None:
    """Give the keyring back the key of the store, once it is seen to open the store.

    The store's audit says that it was done, and when (`now`).

    Raises:
        RefusedError: the code has a slip, or is another store's.
        NotSetUp: there is no store.
        StoreDamaged: the store, or the sealed copy of its key, can't be read.
        KeyringMissing, KeyringLocked: the key could not be kept.
    """
    name = store_id(directory)
    seed = recovery_seed(recovery_code)
    key = unseal(_sealed(directory), recovery_key(seed))
    store = open_store(directory, key)
    try:
        save(name, key)
        with store.transaction() as c:
            audit.record(c, actor="IT", action="store.recovered", subject=name, now=now)
    finally:
        store.close()


def _sealed(directory: Path) -> bytes:
    try:
        return (directory / folder.SEALED).read_bytes()
    except OSError as cause:
        raise StoreDamaged(
            f"The sealed copy of the key, {directory / folder.SEALED}, can't be read.",
            advice="Bring that file back from a backup; without it the code opens nothing.",
        ) from cause
