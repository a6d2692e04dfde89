"""Brings the tables of a store up to date, with Alembic; imported only when there is work."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from kiosk.errors import StoreUnavailable


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for one open transaction; no file of it is needed."""
    config = _scripts()
    config.attributes["connection"] = connection
    return config


def refuse_newer(version: str | None) -> None:
    """See that a version of the tables is one of those that this program knows.

    Raises:
        StoreUnavailable: the store was made by a newer version of the program.
    """
    try:
        ScriptDirectory.from_config(_scripts()).get_revisions(version or ())
    except CommandError as cause:
        raise _newer() from cause


def upgrade(connection: Connection) -> None:
    """Run the missing migrations inside the caller's transaction: all of them, or none.

    Raises:
        StoreUnavailable: the store was made by a newer version of the program.
    """
    try:
        command.upgrade(migrations(connection), "head")
    except CommandError as cause:
        raise _newer() from cause


def _scripts() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _newer() -> StoreUnavailable:
    return StoreUnavailable(
        "A newer version of the program made this store.",
        advice="Install that version again; this one would lose what it does not know.",
    )
