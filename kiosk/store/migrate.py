"""Brings the tables of a store up to date, with Alembic; imported only when there is work."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from kiosk.errors import StoreUnavailable


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for one open transaction; no file of it is needed."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run the missing migrations inside the caller's transaction: all of them, or none.

    Raises:
        StoreUnavailable: the store was made by a newer version of the program.
    """
    try:
        command.upgrade(migrations(connection), "head")
    except CommandError as cause:
        raise StoreUnavailable(
            "A newer version of the program made this store.",
            advice="Install that version again; this one would lose what it does not know.",
        ) from cause
