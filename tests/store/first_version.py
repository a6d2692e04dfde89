"""A store as the first version left it, and which version a database has."""

from pathlib import Path

from alembic import command
from sqlalchemy import text

from kiosk.store.database import create_store
from kiosk.store.engine import make_engine, reading
from kiosk.store.migrate import migrations
from kiosk.store.tables import metadata


def make_first_version(directory: Path, key: bytes) -> Path:
    """Such a store, with nothing in it; gives its folder."""
    store = create_store(directory, key)
    with store.transaction() as c:
        for table in reversed(metadata.sorted_tables):
            table.drop(c)
        c.execute(text("DELETE FROM alembic_version"))
        command.upgrade(migrations(c), "0001")
        c.execute(metadata.tables["kiosk"].insert().values(name="kiosk_id", value="k"))
    store.close()
    return store.directory


def version_of(database: Path, key: bytes) -> str:
    """The version of its tables; they stay as they are."""
    engine = make_engine(database, key)
    try:
        with reading(engine) as c:
            return str(c.scalar(text("SELECT version_num FROM alembic_version")))
    finally:
        engine.dispose()
