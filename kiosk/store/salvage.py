"""A damaged store: the file is set aside, and what can be read goes into a new one.

The new store has the key, the id and the kiosk's name of the old one, so that the central service
knows it again. It is made only with the right key, and only where something could be read.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from sqlalchemy import Connection, text

from kiosk.errors import StoreDamaged, StoreUnavailable
from kiosk.store import audit, checks, folder, set_aside
from kiosk.store.database import Store, open_store, refuse_wrong_key
from kiosk.store.engine import empty_log, make_engine, reading, transaction
from kiosk.store.facts import forget_fact, make_missing_secrets
from kiosk.store.files import write_private
from kiosk.store.keeping import KeyHolder
from kiosk.store.key import fingerprint
from kiosk.store.layout import SALT, Layout, read_layout, salts
from kiosk.store.notes import keep_note, read_note
from kiosk.store.pages import Pages
from kiosk.store.rescue import Rescued, TableSaved, layout_of, rescue
from kiosk.store.submissions import queue_anew
from kiosk.store.tables import SENT
from kiosk.store.unlocking import kept_keys, unlock

REPORT: Final = "salvage.json"
_TOLD, _UNTOLD = "salvaged", "salvaged_untold"
_OUTBOX: Final = ("id", "resource_type", "resource_id", "state", "attempts")
# As the tables were in every version, for the new store may still be one of an older.
_WAYS = "SELECT resource_id, state FROM outbox"
_WITHOUT_BYTES = (
    "SELECT resource_id FROM outbox WHERE payload IS NULL AND state <> 'sent' "
    "AND resource_id NOT IN (SELECT id FROM submission)"
)
_NO_ROWS = ("alembic_version",)
_RESTORE = "Nothing was changed. Keep the folder, and ask your IT to restore a backup."


class Salvaged(msgspec.Struct, frozen=True):
    """What was saved of a damaged store; no word of a patient.

    Attributes:
        at: when, ISO 8601.
        aside: the name of the folder with the damaged file.
        tables: how each came through.
        damaged: the numbers of its damaged pages.
        lost: ids of responses that are gone, and that the central service does not have.
        arrived: ids of responses that are gone here, and that it does have.
        maybe_lost: whether more may be lost than anything still names.
        log_left: bytes of the write-ahead log that held no finished change.
        behind_damage: finished changes that stood behind a damaged place of that log.
        outbox: what is still known of lost rows of the outbox.
    """

    at: str
    aside: str
    tables: tuple[TableSaved, ...]
    damaged: tuple[int, ...]
    lost: tuple[str, ...]
    arrived: tuple[str, ...]
    maybe_lost: bool
    log_left: int
    outbox: tuple[dict[str, Any], ...] = ()
    behind_damage: int = 0

    def sentences(self) -> tuple[str, ...]:
        """What happened, for staff and IT."""
        rows = sum(table.saved for table in self.tables)
        gone = [f"{table.name} {table.lost}" for table in self.tables if table.lost]
        told = [
            f"The store's file was damaged (pages: {len(self.damaged)}).",
            f"{rows} rows were saved into a new store.",
            f"The damaged file lies in the folder {self.aside}; it holds answers, encrypted.",
        ]
        if self.behind_damage:
            told.append(
                f"Its log of the last changes was damaged; behind that place {self.behind_damage} "
                "were read all the same."
            )
        if gone:
            told.append(f"Lost rows, by table: {', '.join(gone)}.")
        if self.lost:
            told.append(f"Lost responses that were not sent yet: {', '.join(self.lost)}.")
        if self.arrived:
            told.append(
                f"{len(self.arrived)} lost responses had arrived at the central service before."
            )
        if self.maybe_lost:
            told.append("More may be lost: nothing names the rows of some damaged pages any more.")
        if not gone and not self.maybe_lost:
            told.append("Nothing is lost.")
        return tuple(told)


def unlock_or_salvage(directory: Path, holder: KeyHolder, *, now: datetime) -> Store:
    """Open the store as `kiosk run` does, and put it right first where it is damaged.

    The caller holds run.lock. `to_look_after` tells what was done. While its key is being changed
    a store is not salvaged: that comes to its end first.

    Raises:
        NotSetUp, StoreBusy, StoreUnavailable, and for the key: as `unlock`.
        StoreDamaged: nothing of it can be read.
    """

    def key() -> bytes:
        card = folder.read_card(directory)
        found = [one for one in kept_keys(card, holder) if fingerprint(one) in card.fingerprints]
        if card.next_fingerprint is not None or not found:
            raise StoreDamaged(
                "The store is damaged, and its key is being changed.", advice=_RESTORE
            )
        return found[-1]

    return _opened(directory, lambda: unlock(directory, holder), key, now)


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
    folder.clear_workshops(directory)
    with set_aside.alone(directory) as database, folder.workshop(directory) as workshop:
        pages, layout = _read(directory, key, database)
        name = set_aside.new_name(directory, now)
        report = _fill(workshop / folder.DATABASE, key, pages, layout, (name, now))
        try:
            apart = workshop / "apart"
            apart.mkdir(mode=0o700)
            write_private(apart / REPORT, msgspec.json.format(msgspec.json.encode(report)))
            set_aside.put_aside(directory, database, apart, name)
            folder.amend_card(directory, cipher_salt=None)  # the next to open it notes the new one
            set_aside.exchange(directory, workshop / folder.DATABASE)
        except OSError as cause:
            raise StoreUnavailable(
                f"The damaged store can't be set aside: {cause.strerror}.",
                advice="Free some space, and check that this user may write in its folder.",
            ) from cause
    return report


def last_salvage(c: Connection) -> Salvaged | None:
    """What was saved of the store when it was last damaged; None where it never was."""
    fact = read_note(c, _TOLD)
    try:
        return None if fact is None else msgspec.convert(fact, Salvaged)
    except msgspec.ValidationError:
        return None


def to_look_after(store: Store) -> Salvaged | None:
    """The last salvage, as long as its folder lies there for IT to look at."""
    with store.reading() as c:
        last = last_salvage(c)
    return last if last is not None and (store.directory / last.aside).is_dir() else None


def _opened(
    directory: Path, opened: Callable[[], Store], key: Callable[[], bytes], now: datetime
) -> Store:
    set_aside.finish(directory)
    folder.clear_workshops(directory)
    # SQLite would drop what stands behind a damaged place of the log, and say nothing.
    store = None if checks.log_is_damaged(directory, key) else _sound(directory, opened)
    if store is None:
        salvage(directory, key(), now=now)
        store = opened()
    checks.unmark(directory)
    _tell_store(store, now)
    return store


def _sound(directory: Path, opened: Callable[[], Store]) -> Store | None:
    """The open store; None where it is damaged."""
    try:
        store = opened()
    except StoreDamaged:
        return None
    if checks.is_marked(directory):
        try:
            found = bool(store.faults())
        except StoreDamaged:
            found = True
        if found:
            store.close()
            return None
    return store


def _read(directory: Path, key: bytes, database: BinaryIO) -> tuple[Pages, Layout]:
    kept, log = read_layout(directory, key), directory / set_aside.LOG
    pages = Pages(
        database,
        log.read_bytes() if log.exists() else b"",
        key=key,
        salts=salts(directory, database.read(SALT), kept),
    )
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
            _keep_names(c, layout)
            report = _report(c, rescued, pages, named)
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


def _keep_names(c: Connection, layout: Layout) -> None:
    """The two rows that a store can't be without, as they were kept beside it."""
    if layout.version and not c.execute(text("SELECT 1 FROM alembic_version")).first():
        c.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": layout.version})
    if layout.kiosk_id:
        c.execute(
            text("INSERT OR IGNORE INTO kiosk VALUES ('kiosk_id', :id)"), {"id": layout.kiosk_id}
        )


def _report(c: Connection, rescued: Rescued, pages: Pages, named: tuple[str, datetime]) -> Salvaged:
    name, now = named
    gone = [str(row["id"]) for row in rescued.known.get("submission", ()) if "id" in row]
    outbox = [
        {column: row.get(column) for column in _OUTBOX} for row in rescued.known.get("outbox", ())
    ]
    way = {row["resource_id"]: row["state"] for row in outbox}
    way |= dict(c.execute(text(_WAYS)).all())
    gone += [str(row[0]) for row in c.execute(text(_WITHOUT_BYTES))]
    return Salvaged(
        at=now.isoformat(timespec="seconds"),
        aside=name,
        tables=rescued.tables,
        damaged=pages.damaged(),
        lost=tuple(id_ for id_ in dict.fromkeys(gone) if way.get(id_) != SENT),
        arrived=tuple(id_ for id_ in dict.fromkeys(gone) if way.get(id_) == SENT),
        maybe_lost=bool(pages.behind_damage) or not all(t.certain for t in rescued.tables),
        log_left=pages.log_left,
        outbox=tuple(outbox),
        behind_damage=pages.behind_damage,
    )


def _tell_store(store: Store, now: datetime) -> None:
    """The new store learns what it came from, once its tables are those of this version."""
    with store.reading() as c:
        fact = read_note(c, _UNTOLD)
    if fact is None:
        return
    report = msgspec.convert(fact, Salvaged)
    with store.transaction() as c:
        make_missing_secrets(c)
        queue_anew(c, report.outbox, now=now)
        keep_note(c, _TOLD, msgspec.to_builtins(msgspec.structs.replace(report, outbox=())))
        forget_fact(c, _UNTOLD)
        name = folder.read_card(store.directory).store_id
        audit.record(c, actor="kiosk", action="store.salvaged", subject=name, now=now)
