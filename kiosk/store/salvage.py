"""A damaged store: the file is set aside, and what can be read goes into a new one.

The new store has the key, the id and the kiosk's name of the old one, so that the central service
knows it again. It is made only with the right key, and only where something could be read.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from kiosk.errors import DiskFull, StoreDamaged, StoreUnavailable
from kiosk.store import audit, checks, folder, set_aside
from kiosk.store.alert_rescue import note_damage
from kiosk.store.database import Store, open_store, refuse_wrong_key
from kiosk.store.engine import empty_log, make_engine, reading, transaction
from kiosk.store.facts import forget_fact, make_missing_secrets
from kiosk.store.files import has_bad_sector, write_private
from kiosk.store.holds import hold_everything
from kiosk.store.keeping import AskedOnce, KeyHolder
from kiosk.store.key import fingerprint
from kiosk.store.layout import Layout
from kiosk.store.notes import keep_note, read_note
from kiosk.store.pages import Pages, read_pages
from kiosk.store.rescue import layout_of, rescue
from kiosk.store.salvage_names import keep_names
from kiosk.store.salvage_report import (
    REPORT,
    TOLD,
    Salvaged,
    last_salvage,
    report_of,
    to_look_after,
)
from kiosk.store.space import FULL, with_last_room
from kiosk.store.submissions import queue_anew
from kiosk.store.unlocking import kept_keys, unlock

__all__ = [
    "REPORT",
    "Salvaged",
    "last_salvage",
    "open_or_salvage",
    "salvage",
    "to_look_after",
    "unlock_or_salvage",
]

_UNTOLD: Final = "salvaged_untold"
_NO_ROWS = ("alembic_version",)
_RESTORE = "Nothing was changed. Keep the folder, and ask your IT to restore a backup."


def unlock_or_salvage(directory: Path, holder: KeyHolder, *, now: datetime) -> Store:
    """Open the store as `kiosk run` does, and put it right first where it is damaged.

    The caller holds run.lock. `to_look_after` tells what was done. While its key is being changed
    a store is salvaged with the one it has by then; the change comes to its end afterwards.

    Raises:
        NotSetUp, StoreBusy, StoreUnavailable, and for the key: as `unlock`.
        StoreDamaged: nothing of it can be read.
    """
    once = AskedOnce(holder)

    def key() -> bytes:
        card = folder.read_card(directory)
        kept = kept_keys(card, once)
        found = [one for one in kept if fingerprint(one) in card.fingerprints]
        return _fitting(directory, found or list(kept))

    return _opened(directory, lambda: unlock(directory, once), key, now)


def open_or_salvage(directory: Path, key: bytes, *, now: datetime) -> Store:
    """Likewise, with the key at hand."""
    return _opened(directory, lambda: open_store(directory, key), lambda: key, now)


def salvage(directory: Path, key: bytes, *, now: datetime) -> Salvaged:
    """Set the damaged file aside, and make a new store of what can be read.

    Safe to be killed at any moment: it is begun anew, or finished by the next start. The caller
    holds run.lock, and has no connection to the store open.

    Raises:
        WrongKey: the key is another store's.
        StoreDamaged: nothing could be read; nothing was changed.
        StoreBusy: another process has the store open.
        StoreUnavailable: there is no room, or the folder can't be written.
    """
    refuse_wrong_key(directory, key)
    try:
        folder.clear_workshops(directory)
        return _salvaged(directory, key, now)
    except OSError as cause:
        if cause.errno in FULL:
            raise DiskFull(
                "There is no room to save what can be read; nothing was changed.",
                advice="Free as much space as the store takes up.",
            ) from cause
        raise StoreUnavailable(
            f"The damaged store can't be set aside: {cause.strerror}.",
            advice="Free some space, and check that this user may write in its folder.",
        ) from cause


def _salvaged(directory: Path, key: bytes, now: datetime) -> Salvaged:
    with set_aside.alone(directory) as database, folder.workshop(directory) as workshop:
        pages, layout = _read(directory, key, database)
        name = set_aside.new_name(directory, now)
        report = _fill(workshop / folder.DATABASE, key, pages, layout, (name, now))
        apart = workshop / "apart"
        apart.mkdir(mode=0o700)
        write_private(apart / REPORT, msgspec.json.format(msgspec.json.encode(report)))
        set_aside.put_aside(directory, database, apart, name)
        set_aside.exchange(directory, workshop / folder.DATABASE, database)
    return report


def _opened(
    directory: Path, opened: Callable[[], Store], key: Callable[[], bytes], now: datetime
) -> Store:
    set_aside.finish(directory)
    folder.clear_workshops(directory)
    # SQLite would drop what stands behind a damaged place of the log, and say nothing.
    damaged = checks.log_is_damaged(directory, key)
    store = None if damaged else with_last_room(directory, lambda: _sound(directory, opened))
    if store is None:
        with_last_room(directory, lambda: salvage(directory, key(), now=now))
        store = with_last_room(directory, opened)
    try:
        checks.unmark(directory)
        with_last_room(directory, partial(_tell_store, store, now))
    except BaseException:
        store.close()
        raise
    return store


def _sound(directory: Path, opened: Callable[[], Store]) -> Store | None:
    """The open store; None where it is damaged."""
    try:
        store = opened()
    except StoreDamaged:
        return None
    except StoreUnavailable as cause:
        files = (directory / folder.DATABASE, directory / set_aside.LOG)
        if type(cause) is StoreUnavailable and any(has_bad_sector(file) for file in files):
            return None
        raise
    with ExitStack() as held:
        held.callback(store.close)
        if checks.is_marked(directory) and store.faults():
            return None
        held.pop_all()
    return store


def _fitting(directory: Path, keys: list[bytes]) -> bytes:
    """The key that most pages of the database have; while it is being changed there are two."""
    if len(keys) == 1:
        return keys[0]

    def damaged(key: bytes) -> int:
        pages, _ = read_pages(directory, key, database)
        return len(pages.damaged())

    with (directory / folder.DATABASE).open("rb", buffering=0) as database:
        return min(keys, key=damaged)


def _read(directory: Path, key: bytes, database: BinaryIO) -> tuple[Pages, Layout]:
    pages, kept = read_pages(directory, key, database)
    layout = None if pages.salt is None else layout_of(pages, kept)
    if layout is None:
        raise StoreDamaged("Nothing in the store's file can be read.", advice=_RESTORE)
    return pages, layout


def _fill(
    database: Path, key: bytes, pages: Pages, layout: Layout, named: tuple[str, datetime]
) -> Salvaged:
    """Make the new database, with what became of the old one in it."""
    write_private(database, b"")
    engine = make_engine(database, key, foreign_keys=False)
    try:
        with transaction(engine) as c:
            rescued = rescue(pages, layout, c)
            if not any(t.saved for t in rescued.tables if t.name not in _NO_ROWS):
                raise StoreDamaged("No row of the store's file can be read.", advice=_RESTORE)
            new_id = keep_names(c, layout)
            directory = database.parent.parent  # the workshop lies in the store's folder
            torn = has_bad_sector(directory / set_aside.LOG)
            report = report_of(c, rescued, pages, named, torn=torn)
            report = msgspec.structs.replace(report, new_id=new_id)
            keep_note(c, _UNTOLD, msgspec.to_builtins(report))
        empty_log(engine)
        with reading(engine) as c:
            if checks.faults(c, pages=True):
                raise StoreDamaged("What was saved is not sound.", advice=_RESTORE)
    finally:
        engine.dispose()
    with database.open("rb+") as stream:
        os.fsync(stream.fileno())
    return report


def _tell_store(store: Store, now: datetime) -> None:
    """The new store learns what it came from, once its tables are those of this version."""
    with store.reading() as c:
        fact = read_note(c, _UNTOLD)
    if fact is None:
        return
    report = msgspec.convert(fact, Salvaged)
    told = msgspec.structs.replace(report, outbox=(), told=now.isoformat())
    with store.transaction() as c:
        make_missing_secrets(c)
        queue_anew(c, report.outbox, now=now)
        if report.holds_lost:
            hold_everything(c, now)
        note_damage(c, now)
        keep_note(c, TOLD, msgspec.to_builtins(told))
        forget_fact(c, _UNTOLD)
        name = folder.read_card(store.directory).store_id
        audit.record(c, actor="kiosk", action="store.salvaged", subject=name, now=now)
