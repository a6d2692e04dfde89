"""The two rows without which no store opens: the state of its tables, and the kiosk's name."""

from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, inspect, text

from kiosk.errors import StoreDamaged
from kiosk.store.layout import Layout

_MARKS: Final = (
    ("0011", "form_event", "id"),
    ("0009", "item_day", "shown"),
    ("0008", "alert", "id"),
    ("0007", "outbox", "revision"),
    ("0006", "outbox", "questionnaire"),
    ("0005", "hold", "id"),
    ("0004", "help_call", "id"),
    ("0003", "draft", "packet"),
    ("0002", "visit", "id"),
    ("0001", "submission", "id"),
)
"""By migration, the newest first, a column that it brought."""


def keep_names(c: Connection, layout: Layout) -> str:
    """See that both rows are there, as they were kept beside the database where they are lost.

    Args:
        c: a write transaction of the new store.
        layout: of the old one.

    Returns:
        The kiosk's new name (a UUID), where nothing knew the old one any more; else "".

    Raises:
        StoreDamaged: a table is missing that every store has.
    """
    if not {"alembic_version", "kiosk", "submission", "outbox"} <= set(
        inspect(c).get_table_names()
    ):
        raise StoreDamaged(
            "The list of the store's tables can't be read.",
            advice="Nothing was changed. Keep the folder, and ask your IT to restore a backup.",
        )
    if not c.execute(text("SELECT 1 FROM alembic_version")).first():
        version = layout.version or version_of_tables(c)
        c.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": version})
    if c.execute(text("SELECT 1 FROM kiosk WHERE name = 'kiosk_id'")).first():
        return ""
    name = layout.kiosk_id or str(uuid4())
    c.execute(text("INSERT INTO kiosk VALUES ('kiosk_id', :id)"), {"id": name})
    return "" if layout.kiosk_id else name


def version_of_tables(c: Connection) -> str:
    """The migration a database stands at, by the columns that it has."""
    looked = inspect(c)
    tables = set(looked.get_table_names())
    for version, table, column in _MARKS:
        if table in tables and any(one["name"] == column for one in looked.get_columns(table)):
            return version
    return _MARKS[-1][0]
