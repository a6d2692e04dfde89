"""Gives a store a new key and a new recovery sheet, so that it can be opened at every instant.

The database changes its key in one transaction; keyring, sealed copy and card can't be part of
it. So all three hold both keys before, and drop one of them after:

    1. the new sheet is kept
    2. the keyring holds the new key beside the old one
    3. recovery.next holds the new key, sealed to the new code
    4. the card names both keys: from here on either is tried
    5. the database changes its key
    6. the keyring holds the new key alone
    7. recovery.next takes the place of recovery.sealed
    8. the audit says so
    9. the card names the new key alone

Whoever is killed up to 5 leaves a store with the old key and the old sheet, after 5 one with the
new ones. The next change of keys finishes or undoes what it finds.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select, text

from kiosk.errors import RefusedError, StoreDamaged, StoreUnavailable
from kiosk.store import audit, backup, folder, layout, set_aside
from kiosk.store.database import kiosk_id_of
from kiosk.store.engine import change_key, make_engine, reading, transaction
from kiosk.store.files import not_writable, replace_private, sync_folder
from kiosk.store.keeping import KeyKeeper
from kiosk.store.key import fingerprint, new_key, recovery_key, seal
from kiosk.store.locks import hold_for_run
from kiosk.store.recovery_code import new_recovery_code, recovery_seed
from kiosk.store.space import MB
from kiosk.store.tables import HEAD, audit_event
from kiosk.store.unlocking import kept_keys, unlock

ACTION = "store.rekeyed"


@dataclass(frozen=True)
class NewKey:
    """What goes on the new recovery sheet.

    Attributes:
        store_id: of the store.
        fingerprint: of its new key.
        code: the new recovery code.
    """

    store_id: str
    fingerprint: str
    code: str = field(repr=False)


def rekey(
    directory: Path,
    keeper: KeyKeeper,
    *,
    now: datetime,
    keep_sheet: Callable[[NewKey], None],
) -> bool:
    """Change the key of a store, for good; or finish a change that was interrupted.

    Args:
        directory: of the store. Nobody else may have it open.
        keeper: holds its key.
        now: the moment, for the audit.
        keep_sheet: writes the new sheet down to the disk, before anything is changed. The sheet
            of a change that fails before step 5 opens nothing.

    Returns:
        Whether there is a new sheet; False: an earlier change was finished, whose sheet is there.

    Raises:
        RefusedError: a damaged file that was set aside lies there, under the key of today.
        StoreBusy: somebody has the store open.
        StoreDamaged: a part of it can't be read, so it can't be written anew.
        NotSetUp, StoreUnavailable: as for `unlock`; the disk is full; the keyring takes no key.
            The store opens afterwards, with the key it had or with both named.
    """
    with hold_for_run(directory):
        folder.clear_workshops(directory)
        is_sound = _is_sound(directory, keeper)
        card = folder.read_card(directory)
        with _alone(directory, kept_keys(card, keeper)) as (engine, key):
            if fingerprint(key) == card.next_fingerprint:
                _finish(directory, keeper, engine, key, now)
                return False
            folder.clear_half_written(directory)
            if _was_begun(directory):
                _undo(directory, keeper, key)
            _refuse_damage(directory, is_sound=is_sound)
            _refuse_full_disk(directory)
            new = _prepare(directory, keeper, key, keep_sheet)
            change_key(engine, new)
        with _alone(directory, (new, key)) as (engine, proved):
            if proved == new:
                _finish(directory, keeper, engine, new, now)
                return True
            _undo(directory, keeper, key)
    raise StoreUnavailable(
        "The key of the store could not be changed; it has the one it had.",
        advice="Nothing is lost. Look at the disk, and try again.",
    )


def settle(directory: Path, key: bytes) -> None:
    """The database has this key: card and sealed copy say so, too, and name no other.

    The caller has the store open, and the keyring holds the key.
    """
    waiting, sealed = directory / folder.NEXT_SEALED, directory / folder.SEALED
    if fingerprint(key) == folder.read_card(directory).next_fingerprint and waiting.exists():
        waiting.replace(sealed)
        sync_folder(directory)
    else:
        waiting.unlink(missing_ok=True)
    folder.amend_card(directory, key_fingerprint=fingerprint(key), next_fingerprint=None)


def _is_sound(directory: Path, keeper: KeyKeeper) -> bool:
    """Whether every page can be read; opening it brings the tables up to date, too."""
    with closing(unlock(directory, keeper)) as store:
        return not store.faults()


def _refuse_damage(directory: Path, *, is_sound: bool) -> None:
    """Of a damaged page nothing new can be written; a damaged file keeps its key for ever."""
    if not is_sound:
        raise StoreDamaged(
            "The store's file is damaged, so its key can't be changed. Nothing was changed.",
            advice="Put it right with: kiosk recover --salvage. Then change the key.",
        )
    if left := set_aside.set_aside(directory):
        raise RefusedError(
            f"A damaged file that was set aside lies in {left[0]}; it would stay readable with "
            "the key of today. Nothing was changed.",
            advice="Get from it what is still needed, delete that folder, and try again.",
        )


def _undo(directory: Path, keeper: KeyKeeper, key: bytes) -> None:
    keeper.keep(folder.read_card(directory).store_id, key)
    settle(directory, key)


def _refuse_full_disk(directory: Path) -> None:
    """Every page is written once more before one is written over."""
    needed = (directory / folder.DATABASE).stat().st_size * 2
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise StoreUnavailable(
            f"A change of the key needs {needed // MB + 1} MB of free disk; there are "
            f"{free // MB} MB.",
            advice="Nothing was changed. Free some space, and try again.",
        )


def _was_begun(directory: Path) -> bool:
    waits = (directory / folder.NEXT_SEALED).exists()
    return waits or folder.read_card(directory).next_fingerprint is not None


def _prepare(
    directory: Path, keeper: KeyKeeper, key: bytes, keep_sheet: Callable[[NewKey], None]
) -> bytes:
    """Steps 1 to 4; the new key."""
    store_id, new, code = folder.read_card(directory).store_id, new_key(), new_recovery_code()
    keep_sheet(NewKey(store_id, fingerprint(new), code))
    keeper.keep(store_id, key, new)
    replace_private(
        directory / folder.NEXT_SEALED, seal(new, recovery_key(recovery_seed(code)).public_key)
    )
    folder.amend_card(directory, next_fingerprint=fingerprint(new))
    return new


def _finish(directory: Path, keeper: KeyKeeper, engine: Engine, key: bytes, now: datetime) -> None:
    """Steps 6 to 9."""
    keeper.keep(folder.read_card(directory).store_id, key)
    _record_once(engine, fingerprint(key), now)
    with reading(engine) as c:  # what the old key signed is of no use any more
        layout.keep_layout(directory, key, c, version=HEAD, kiosk_id=kiosk_id_of(c))
    try:
        backup.delete_copies(directory)  # whoever has the old key could read them
    except OSError as cause:
        raise not_writable(directory, cause) from cause
    settle(directory, key)


def _record_once(engine: Engine, subject: str, now: datetime) -> None:
    """Step 8; a change that is finished later has perhaps been recorded already."""
    columns = audit_event.c
    known = select(columns.id).where(columns.action == ACTION, columns.subject == subject)
    with transaction(engine) as c:
        if c.execute(known).first() is None:
            audit.record(c, actor="IT", action=ACTION, subject=subject, now=now)


@contextmanager
def _alone(directory: Path, keys: tuple[bytes, ...]) -> Iterator[tuple[Engine, bytes]]:
    """The database, opened so that nobody else can, and the key of these that it has."""
    engine, key = _opened_alone(directory / folder.DATABASE, keys)
    try:
        yield engine, key
    finally:
        engine.dispose()


def _opened_alone(database: Path, keys: tuple[bytes, ...]) -> tuple[Engine, bytes]:
    *others, last = keys
    for key in others:
        with suppress(StoreDamaged):  # as a file looks that has the other key
            return _looked_at(database, key), key
    return _looked_at(database, last), last


def _looked_at(database: Path, key: bytes) -> Engine:
    engine = make_engine(database, key, alone=True)
    try:
        with reading(engine) as c:
            c.execute(text("SELECT count(*) FROM sqlite_master"))
    except BaseException:
        engine.dispose()
        raise
    return engine
