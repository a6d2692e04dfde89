"""The one way to connect: SQLCipher with a raw key, durable commits, writers one after another."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    QueuePool,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError, OperationalError

from kiosk.errors import DiskFull, RefusedError, StoreBusy, StoreDamaged, StoreUnavailable
from kiosk.store.prepared import room_for_prepared

BUSY_TIMEOUT_MS = 5000

DAMAGED_ADVICE = (
    "Start the kiosk (kiosk run), or run: kiosk recover --salvage. Either sets the damaged file "
    "aside and saves what can be read."
)

_PRAGMAS = (
    "cipher_log_level = NONE",  # else a wrong key writes three lines to stderr
    "journal_mode = WAL",
    "synchronous = FULL",  # WAL with NORMAL loses the last commits on a power cut
    "fullfsync = ON",  # macOS: without it fsync does not reach the disk
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cache_size = -512",  # KiB a connection; the usual 2 MB fill with the responses of all patients
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
)
_WRITES = "kiosk_writes"
_ALONE = "kiosk_alone"
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_WRONG_SQL = "SQLITE_ERROR"
_OUT_OF_REACH = ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")


def make_engine(
    database: Path, key: bytes, *, foreign_keys: bool = True, alone: bool = False
) -> Engine:
    """An engine on an existing database file; it never makes a file (mode=rw).

    `alone`: by one connection that no other may stand beside, from its first statement until
    `dispose`; while another process has the file open, it is refused as busy.
    """
    keys = f"foreign_keys = {'ON' if foreign_keys else 'OFF'}"
    lock = ("locking_mode = EXCLUSIVE",) if alone else ()
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        module=sqlcipher3.dbapi2,
        creator=lambda: _connect(database, key, (*lock, *_PRAGMAS, keys)),
        poolclass=QueuePool,
        **({"pool_size": 1, "max_overflow": 0} if alone else {}),
        hide_parameters=True,  # else an exception's text holds the patient's answers
        query_cache_size=0,  # else it keeps the values with which a statement was first used
        execution_options=room_for_prepared(),
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "commit", _refuse_zeros)
    event.listen(engine, "handle_error", _give_up_connection)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A write transaction: BEGIN IMMEDIATE at the first statement, COMMIT at the end.

    An exception undoes what was not yet committed. `commit()` inside is allowed and begins
    the next transaction at the next statement.
    """
    with explained(), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        try:
            yield connection
        except BaseException:
            connection.rollback()
            _refuse_zeros(connection)
            raise
        connection.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A view of one moment, in which writing is refused by SQLite itself.

    What was read is good once the block ended without an error, and not before.
    """
    with explained(writing_is_a_bug=True), engine.connect() as connection:
        try:
            yield connection
        finally:
            _refuse_zeros(connection)


def connect_raw(database: Path, key: bytes) -> sqlcipher3.dbapi2.Connection:
    """The driver's own connection, for what SQLAlchemy has no word for; the caller closes it."""
    return _connect(database, key, _PRAGMAS)


def empty_log(engine: Engine) -> bool:
    """Move the write-ahead log into the database and cut it to nothing; whether that was done.

    Waits for nobody: while another connection reads, the log stays, and the next try empties it.
    """
    with explained(), engine.connect() as connection:
        connection.execution_options(**{_ALONE: True})
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        finally:
            if not connection.invalidated:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        return bool(row[0] == 0)


def change_key(engine: Engine, key: bytes) -> None:
    """Encrypt the whole database anew, in one transaction: with this key, or not at all.

    Which of the two came about is seen by opening it with either key, and by nothing else:
    SQLCipher answers "ok" on a full disk, too. The engine is made with `alone=True`, and of no
    use afterwards. The write-ahead log grows to the size of the database meanwhile.
    """
    pooled = engine.raw_connection()
    try:
        connection: Any = pooled.driver_connection
        # Not by SQLAlchemy: the text of its exceptions would show the statement.
        with suppress(sqlcipher3.dbapi2.Error):
            connection.execute("PRAGMA query_only = OFF")
            connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        pooled.close()


@contextmanager
def explained(*, writing_is_a_bug: bool = False) -> Iterator[None]:
    """Turns what the disk did to the database into the errors the caller knows."""
    try:
        yield
    except sqlcipher3.dbapi2.DatabaseError as cause:  # the driver's own
        error = _explanation(str(getattr(cause, "sqlite_errorname", "")))
        if error is None:
            raise
        raise error from cause
    except DBAPIError as cause:
        name = _name(cause)
        error = _explanation(name) or _unexpected(cause, name)
        if error is None or (writing_is_a_bug and name == "SQLITE_READONLY"):
            raise
        raise error from cause
    except UnicodeEncodeError as cause:
        _empty(cause)
        raise RefusedError(
            "A text holds a letter that is none; nothing was changed.", advice="Write it again."
        ) from cause


def _empty(failure: UnicodeEncodeError) -> None:
    """It carries the whole text that it is about."""
    failure.object, failure.start, failure.end = "", 0, 0
    failure.args = (failure.encoding, "", 0, 0, failure.reason)


def _name(cause: DBAPIError) -> str:
    return str(getattr(cause.orig, "sqlite_errorname", ""))


def _connect(database: Path, key: bytes, pragmas: tuple[str, ...]) -> sqlcipher3.dbapi2.Connection:
    connection = sqlcipher3.dbapi2.connect(
        f"{database.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,  # the driver must not begin by itself; _begin does
        check_same_thread=False,  # the pool lends a connection to one thread at a time
        timeout=BUSY_TIMEOUT_MS / 1000,
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        _refuse_plain_sqlite(connection)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_plain_sqlite(connection: sqlcipher3.dbapi2.Connection) -> None:
    """With an SQLite that can't encrypt, PRAGMA key does nothing and says nothing."""
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise StoreUnavailable(
            "This SQLite can't encrypt; nothing was opened.",
            advice="Install the program again: its module sqlcipher3 is not the one it needs.",
        )


def _begin(connection: Connection) -> None:
    """A deferred BEGIN that later wants to write fails at once, whatever the busy timeout."""
    if connection.get_execution_options().get(_ALONE, False):  # not possible in a transaction
        return
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_zeros(connection: Connection) -> None:
    """For the damaged end of a long value SQLCipher gives zeros; only its status tells.

    Then they are also the reason of whatever else went wrong with what was read.

    Raises:
        StoreDamaged: something that was read on this connection was not what had been written.
    """
    if connection.invalidated:  # an error was raised already
        return
    driver = connection.connection.driver_connection
    if driver is not None and driver.execute("PRAGMA cipher_status").fetchone() != ("1",):
        connection.invalidate()
        raise _damaged()


def _give_up_connection(failure: ExceptionContext) -> None:
    """After one damaged page SQLCipher refuses every other page, too, on that connection."""
    name = str(getattr(failure.original_exception, "sqlite_errorname", ""))
    if name.startswith(_DAMAGED):
        failure.is_disconnect = True
        failure.invalidate_pool_on_disconnect = False  # the other connections may be in use


def _explanation(name: str) -> StoreUnavailable | None:
    if name.startswith(_DAMAGED):
        return _damaged()
    if name.startswith(_BUSY):
        return StoreBusy(
            "Another program holds the store.", advice="Close the other one, or wait a minute."
        )
    if name.startswith("SQLITE_FULL"):
        return DiskFull("The disk is full; nothing was lost.", advice="Free some space.")
    if name.startswith(_OUT_OF_REACH):
        return StoreUnavailable(
            "The store's file can't be read or written.",
            advice="Check that this user may read and write it, and that the disk is healthy.",
        )
    return None


def _damaged() -> StoreDamaged:
    return StoreDamaged(
        "The store's file is damaged; nothing was changed.",
        advice=DAMAGED_ADVICE,
    )


def _unexpected(cause: DBAPIError, name: str) -> StoreUnavailable | None:
    """Whatever else the system did to the database; wrong SQL (SQLITE_ERROR) stays a bug."""
    if not isinstance(cause, OperationalError) or name.startswith(_WRONG_SQL):
        return None
    return StoreUnavailable(
        f"The store can't be used at this moment ({name or 'no reason given'}).",
        advice="Try again. If this lasts, tell your IT these words.",
    )
