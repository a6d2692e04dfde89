"""Makes and opens the encrypted store. Opening never makes one, and never repairs by guessing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, inspect, select, text

from kiosk import __version__
from kiosk.errors import DiskFull, StoreDamaged, StoreUnavailable, WrongKey
from kiosk.store import backup, checks, folder, layout, set_aside, space
from kiosk.store.engine import DAMAGED_ADVICE, empty_log, make_engine, reading, transaction
from kiosk.store.files import write_private
from kiosk.store.key import fingerprint
from kiosk.store.locks import hold_for_run, hold_to_change
from kiosk.store.tables import HEAD, kiosk

__all__ = ["Store", "create_store", "hold_for_run", "open_store"]

_KIOSK_ID = "kiosk_id"


class Store:
    """An open store. Any thread may use it; writers wait for one another (5 s at most).

    Attributes:
        directory: the folder it lies in.
        kiosk_id: a UUID, the name of this kiosk for the central service.
    """

    def __init__(self, directory: Path, engine: Engine) -> None:
        self.directory = directory
        self._engine = engine
        with self.reading() as c:
            self.kiosk_id: str = kiosk_id_of(c)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction (BEGIN IMMEDIATE), committed to the disk at the end of the block.

        Raises:
            DiskFull: the ballast was let go; trying once more may do.
            StoreBusy, StoreDamaged, StoreUnavailable: also for statements inside the block.
        """
        try:
            with transaction(self._engine) as c:
                yield c
        except DiskFull:
            space.let_go(self.directory)
            raise

    def reading(self) -> AbstractContextManager[Connection]:
        """A view of one moment; writing in it is refused.

        Raises:
            StoreBusy, StoreDamaged, StoreUnavailable: also for statements inside the block.
        """
        return reading(self._engine)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file, page by page; empty when it is sound (15 ms per MB).

        Every page in use is read as the store reads it. The pages of the file alone are looked at
        only once the log was emptied: a power cut may leave one half written that is whole in the
        log, which is no damage.
        """
        alone = self._emptied_for_check()
        try:
            with self.reading() as c:
                found = checks.faults(c, pages=alone)
                c.invalidate()  # of a damaged page SQLCipher says so again with whatever follows
        except StoreDamaged as cause:  # too damaged to be looked at page by page
            return (str(cause),)
        return found

    def _emptied_for_check(self) -> bool:
        """Whether the file holds everything; not where it is in use or can't be written."""
        try:
            return self.forget_deleted()
        except StoreUnavailable:
            return False

    def forget_deleted(self) -> bool:
        """Empty the write-ahead log, so that no frame of it holds what was deleted.

        Cheap enough for the end of each sitting, and waits for nobody: `False` says that another
        connection was reading, and that the next call will do it.

        Raises:
            StoreDamaged, StoreUnavailable: the file can't be written.
        """
        return empty_log(self._engine)

    def keep_layout(self, key: bytes) -> None:
        """Keep beside the database where its tables lie, for the day its first page is damaged."""
        with self.reading() as c:
            layout.keep_layout(self.directory, key, c, version=HEAD, kiosk_id=self.kiosk_id)

    def close(self) -> None:
        """Give the file back; the store can't be used afterwards."""
        self._engine.dispose()


def create_store(  # noqa: PLR0913 - keyword-only beyond the two
    directory: Path,
    key: bytes,
    *,
    name: str | None = None,
    sealed: bytes | None = None,
    fill: Callable[[Connection], None] | None = None,
    now: datetime | None = None,
    keyring: str | None = None,
) -> Store:
    """Make a store and open it. A crash on the way leaves none.

    Args:
        directory: made when missing, readable by this user alone.
        key: 32 random bytes (`key.new_key`).
        name: the store id, under which the keyring holds the key; a new UUID when not given.
        sealed: the key's sealed copy, put beside the database.
        fill: writes the first rows, before anyone can see the store.
        now: written to store.json as the time of making.
        keyring: written there as the keyring that was given the key.

    Raises:
        RefusedError: a store lies here already.
        StoreUnavailable: this user may not write here.
    """
    with folder.making(directory) as workshop:
        write_private(workshop / folder.DATABASE, b"")
        cipher_version, salt = _fill_database(workshop / folder.DATABASE, key, fill)
        if sealed is not None:
            write_private(workshop / folder.SEALED, sealed)
        card = folder.Card(
            store_id=name or str(uuid4()),
            key_fingerprint=fingerprint(key),
            created=now.isoformat(timespec="seconds") if now else None,
            kiosk_version=__version__,
            cipher_version=cipher_version,
            keyring=keyring,
            cipher_salt=salt,
        )
        folder.write_card(workshop, card)
    return open_store(directory, key)


def open_store(directory: Path, key: bytes) -> Store:
    """Open the store in a folder, and bring its tables up to date.

    Raises:
        NotSetUp: there is no store here.
        WrongKey: the key is another store's.
        StoreDamaged: the key is right, and the file can't be read.
        StoreBusy: another process holds it, for longer than 5 s; or its tables must be changed,
            and a kiosk of the version before runs with it.
        StoreUnavailable: a newer version of the program made it, or it may not be read.
    """
    refuse_wrong_key(directory, key)
    set_aside.refuse_unfinished(directory)
    database = directory / folder.DATABASE
    while True:
        file = database.stat().st_ino
        engine = make_engine(database, key)
        try:
            if _version(engine) != HEAD:
                _bring_up_to_date(engine, database, key)
            store = Store(directory, engine)
            if database.stat().st_ino == file:  # else it was exchanged for another meanwhile
                store.keep_layout(key)
                _note_salt(store)
                return store
        except BaseException:
            engine.dispose()
            raise
        engine.dispose()


def refuse_wrong_key(directory: Path, key: bytes) -> None:
    """See that a key is the one of the store in a folder, without opening it.

    Raises:
        NotSetUp, StoreDamaged, StoreUnavailable: see `folder.read_card`.
        WrongKey: it is another store's.
    """
    if fingerprint(key) not in folder.read_card(directory).fingerprints:
        raise WrongKey(
            "The key in the keyring is not the one this store was made with.",
            advice="Bring the right key back from the recovery sheet with: kiosk recover",
        )


def _note_salt(store: Store) -> None:
    """An older card lacks the salt, and a database that was exchanged or put back has another.

    A disk that can't be written is no reason not to open.
    """
    with store.reading() as c:
        salt = _salt(c)
    if folder.read_card(store.directory).cipher_salt != salt:
        with suppress(StoreUnavailable):
            folder.amend_card(store.directory, cipher_salt=salt)


def _salt(c: Connection) -> str:
    """The first 16 bytes of the database, in hex.

    From SQLCipher, for the file must not be opened by other means: closing it again would take
    away the locks that this process has on it (POSIX).
    """
    return str(c.exec_driver_sql("PRAGMA cipher_salt").scalar())


def _version(engine: Engine) -> str | None:
    """The migration a database stands at; a plain query, for Alembic is slow to import."""
    with reading(engine) as c:
        if not inspect(c).has_table("alembic_version"):
            raise StoreDamaged("The store's tables are gone.", advice=DAMAGED_ADVICE)
        return c.execute(text("SELECT version_num FROM alembic_version")).scalar()


def kiosk_id_of(c: Connection) -> str:
    """The name of a kiosk in its store.

    Raises:
        StoreDamaged: it is not there.
    """
    found: str | None = c.scalar(select(kiosk.c.value).where(kiosk.c.name == _KIOSK_ID))
    if found is None:
        raise StoreDamaged("The store does not know its own name.", advice=DAMAGED_ADVICE)
    return found


def _bring_up_to_date(engine: Engine, database: Path, key: bytes) -> None:
    """Change the tables, where nobody else does: a kiosk that runs would not know them any more."""
    # Alembic takes as long to import as the rest of the store; a start seldom needs it.
    from kiosk.store.migrate import refuse_newer  # noqa: PLC0415

    refuse_newer(_version(engine))
    backup.refuse_without_room(database)
    with hold_to_change(database.parent, is_done=lambda: _version(engine) == HEAD) as is_due:
        if is_due:
            _change_tables(database, key, _version(engine))


def _change_tables(database: Path, key: bytes, version: str | None) -> None:
    """Migrate, with a copy of the store before; where nothing came of it, the copy goes."""
    copy = backup.back_up(database, key, version=version)
    try:
        _migrate(database, key)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _migrate(database: Path, key: bytes) -> None:
    from kiosk.store.migrate import upgrade  # noqa: PLC0415 - as above

    # Changing a table may mean dropping it, which would take the rows that refer to it along.
    engine = make_engine(database, key, foreign_keys=False)
    try:
        with transaction(engine) as c:
            upgrade(c)
    finally:
        engine.dispose()


def _fill_database(
    database: Path, key: bytes, fill: Callable[[Connection], None] | None
) -> tuple[str, str]:
    """The first tables and rows; returns the version of SQLCipher that wrote them, and its salt."""
    _migrate(database, key)
    engine = make_engine(database, key)
    try:
        with transaction(engine) as c:
            c.execute(kiosk.insert().values(name=_KIOSK_ID, value=str(uuid4())))
            if fill is not None:
                fill(c)
            return str(c.exec_driver_sql("PRAGMA cipher_version").scalar()), _salt(c)
    finally:
        engine.dispose()
