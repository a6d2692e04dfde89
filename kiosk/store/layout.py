"""Where in the database each table lies, kept beside it: a damaged first page is no lost store.

It is rewritten whenever the tables change, and holds no row: the names of tables and columns, the
pages they begin at, the salt, the id of the kiosk. A signature by the database key keeps
another's SQL out of the store.
"""

import hmac
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from kiosk.errors import KioskError
from kiosk.store import folder
from kiosk.store.files import replace_private

LAYOUT: Final = f"{folder.DATABASE}-layout"
_PURPOSE: Final = b"clinic-kiosk layout of a store"
SALT: Final = 16
"""Bytes before the first page proper."""

_LISTED: Final = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema"


class Part(NamedTuple):
    """One table, or what belongs to one, as SQLite's own list of them says.

    Attributes:
        type: "table", "index" or "trigger".
        root: the page it begins at; 0 for a trigger.
        sql: what makes it; None for an index that comes with its table.
    """

    type: str
    name: str
    table: str
    root: int
    sql: str | None


class Layout(msgspec.Struct, frozen=True):
    """What must be known of a database to read its pages.

    Attributes:
        salt: its first 16 bytes, in hex.
        schema_version: SQLite's number, which changes with every change of a table.
        version: the migration it stands at; "" where only the file could tell.
        kiosk_id: likewise.
        parts: its tables and indexes.
    """

    salt: str
    schema_version: int
    version: str
    kiosk_id: str
    parts: tuple[Part, ...]


def keep_layout(directory: Path, key: bytes, c: Connection, *, version: str, kiosk_id: str) -> None:
    """Write the layout of an open database, where it is not the one already kept.

    A folder that can't be written keeps the old one: that is no reason not to open the store.
    """
    salt = str(c.exec_driver_sql("PRAGMA cipher_salt").scalar())
    number = int(c.exec_driver_sql("PRAGMA schema_version").scalar() or 0)
    kept = read_layout(directory, key)
    if kept is not None and (kept.salt, kept.schema_version) == (salt, number):
        return
    parts = tuple(Part(*row) for row in c.exec_driver_sql(_LISTED))
    _write(directory, key, Layout(salt, number, version, kiosk_id, parts))


def read_layout(directory: Path, key: bytes) -> Layout | None:
    """The layout that was kept; None where there is none, or another key signed it."""
    try:
        content = (directory / LAYOUT).read_bytes()
        signature, _, body = content.partition(b"\n")
        if hmac.compare_digest(signature, _signature(key, body)):
            return msgspec.json.decode(body, type=Layout)
    except (OSError, msgspec.DecodeError):
        pass
    return None


def salts(directory: Path, first: bytes, kept: Layout | None) -> tuple[bytes, ...]:
    """What the salt of the database may be, the likeliest first; `first` as its file begins."""
    found = [first]
    if kept is not None:
        found.append(bytes.fromhex(kept.salt))
    with suppress(KioskError, ValueError, TypeError):
        found.append(bytes.fromhex(folder.read_card_alone(directory).cipher_salt or ""))
    return tuple(salt for salt in found if len(salt) == SALT)


def _write(directory: Path, key: bytes, layout: Layout) -> None:
    body = msgspec.json.encode(layout)
    with suppress(OSError):
        replace_private(directory / LAYOUT, _signature(key, body) + b"\n" + body)


def _signature(key: bytes, body: bytes) -> bytes:
    return hmac.digest(hmac.digest(key, _PURPOSE, "sha256"), body, "sha256").hex().encode()
