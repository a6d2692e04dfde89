"""How large a store is, by numbers alone: rows of each table, bytes of each kind of file."""

from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from kiosk.store import folder
from kiosk.store.tables import metadata

_KINDS: Final = (
    f"{folder.DATABASE}-before-*", f"{folder.DATABASE}*", folder.CARD, folder.SEALED,
    folder.NEXT_SEALED, "ballast*", "*.lock", "damaged-*", f"{folder.REPLACED}*",
    folder.DRAINING,
    f"{folder.COPYING}*", f"{folder.PASSING}*", ".new-*",
)  # fmt: skip
OTHER: Final = "other"


class Files(NamedTuple):
    """Files of one kind: how many, and how many bytes they take up together."""

    files: int
    size: int


def row_counts(c: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: c.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def file_sizes(directory: Path) -> dict[str, Files]:
    """What lies in the folder of a store, by kind; a name of anybody else's is never told.

    Raises:
        OSError: the folder can't be read.
    """
    count, size = Counter[str](), Counter[str]()
    for path in directory.iterdir():
        kind = next((one for one in _KINDS if path.match(one)), OTHER)
        for file in path.rglob("*") if path.is_dir() else (path,):
            if file.is_file():
                count[kind] += 1
                size[kind] += file.stat().st_size
    return {kind: Files(count[kind], size[kind]) for kind in sorted(count)}
