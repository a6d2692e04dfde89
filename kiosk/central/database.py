"""Where the trial endpoint keeps resources: one SQLite file, every version in it.

A write is on the disk (WAL, synchronous=FULL) before it is answered: what a kiosk holds for
acknowledged may not be lost by pulling a plug.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.exc import DatabaseError

from kiosk.errors import StoreUnavailable, UsageError

FILE = "central.db"
_SCHEMA = 1

metadata = MetaData()

resource = Table(
    "resource",
    metadata,
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("last_updated", String, nullable=False),
    Column("questionnaire", String),
    Column("questionnaire_url", String),  # the same without |version
    Column("digest", String, nullable=False),
    Index("resource_questionnaire", "type", "questionnaire_url"),
)

version = Table(
    "version",
    metadata,
    Column("type", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("last_updated", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(["type", "id"], ["resource.type", "resource.id"]),
)

identifier = Table(
    "identifier",
    metadata,
    Column("type", String, nullable=False),
    Column("id", String, nullable=False),
    Column("system", String, nullable=False),
    Column("value", String, nullable=False),
    ForeignKeyConstraint(["type", "id"], ["resource.type", "resource.id"]),
    Index("identifier_value", "type", "value", "system"),
    Index("identifier_resource", "type", "id"),
)


token = Table(
    "token",
    metadata,
    Column("type", String, nullable=False),
    Column("id", String, nullable=False),
    Column("name", String, nullable=False),  # of the search parameter
    Column("system", String, nullable=False),
    Column("value", String, nullable=False),
    ForeignKeyConstraint(["type", "id"], ["resource.type", "resource.id"]),
    Index("token_value", "type", "name", "value", "system"),
    Index("token_resource", "type", "id"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("sign", String, primary_key=True),  # SHA-256 of the token
    Column("ends", String, nullable=False),
    Column("times", Integer, nullable=False),  # so many kiosks may still come with it
)

client = Table(
    "client",
    metadata,
    Column("id", String, primary_key=True),
    Column("invitation", String, nullable=False),
    Column("thumbprint", String, nullable=False),
    Column("jwk", String, nullable=False),
    Column("manage", String, nullable=False),  # SHA-256 of the token that changes it
    Column("withdrawn", Integer, nullable=False, default=0),
    Index("client_key", "invitation", "thumbprint"),
)


def open_database(directory: Path) -> Engine:
    """The database in `directory`; both are made where missing, readable by their owner only.

    Raises:
        UsageError: nothing can be written there.
        StoreUnavailable: what lies there is no database of this program.
    """
    file = directory / FILE
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as cause:
        raise UsageError(
            f"{directory} can't be used for the trial service: {cause.strerror}.",
            advice="Name another folder with --data.",
        ) from cause
    engine = _engine(file)
    try:
        _make_tables(engine)
    except DatabaseError as cause:
        engine.dispose()
        raise _unusable(file, str(cause.orig)) from cause
    return engine


def _engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # sqlite3 would begin transactions by itself, and deferred ones: an upgrade from reading to
    # writing then fails at once with "database is locked", whatever the time-out.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _make_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if found not in (0, _SCHEMA):
            raise _unusable(Path(FILE), f"it was made by another version ({found})")
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={_SCHEMA}")


def _unusable(file: Path, why: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"{file.name} can't be used by the trial service: {why}.",
        advice="Nothing was changed. Name an empty folder with --data to begin anew.",
    )
