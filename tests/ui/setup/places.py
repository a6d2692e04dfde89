"""A PC that is to be set up: its files in a folder of the test, its key held here."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.setup_window import made_by
from kiosk.resources import resource
from kiosk.setting_up.book import Book
from kiosk.setting_up.tools import Row, Tools
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.store.key import key_from_hex
from kiosk.store.unlocking import unlock

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SCREEN = "panel 1280x800"
ROWS = (
    Row("store opens", "well", ""),
    Row("disk encryption", "mend", "Who steals the PC has the disk.", ("It is not encrypted.",),
        "Encrypt the disk."),
    Row("printer", "know", "Nothing is printed.", ("There is no default printer.",)),
)  # fmt: skip


class HeldKeys:
    """A keyring that holds keys as long as a test lasts."""

    backend = "kiosk.store.credential.CredentialKeyring"

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.refuses: Exception | None = None

    def load(self, entry: str) -> bytes:
        """The key of a store."""
        return key_from_hex(entry, self.held.get(entry))

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        """Hold it, unless this keyring refuses."""
        del following
        if self.refuses is not None:
            raise self.refuses
        self.held[store_id] = key.hex()

    def forget(self, store_id: str) -> None:
        """Hold it no more."""
        self.held.pop(store_id, None)


class SetUpPlace:
    """The folders and the keyring of such a PC, and how its set-up is opened."""

    def __init__(
        self, folder: Path, *, connect: Callable[..., Sequence[str]] | None = None
    ) -> None:
        self.folder, self.keys = folder, HeldKeys()
        self.file = folder / "config" / "kiosk.toml"
        self.store_directory = folder / "data" / "store"
        self.rows: Sequence[Row] = ROWS
        self._connect = connect or (lambda *_: ["The line is good. Nothing waits."])

    def sample(self) -> bytes:
        """The sample settings, with a store of its own."""
        text = resource("kiosk.toml").read_text("utf-8")
        return text.replace(
            '# directory = "/var/lib/clinic-kiosk" ', f'directory = "{self.store_directory}" '
        ).encode()

    def book(self) -> Book:
        """Its set-up, as a start of the program finds it."""
        tools = Tools(
            make=lambda making: made_by(making, self.keys, now=NOW, host="pc-1"),
            open=self.open, connect=self._connect, look=lambda _: self.rows,
        )  # fmt: skip
        return Book(self.file, self.sample(), tools, lambda: NOW, SCREEN)

    def open(self, settings: Settings) -> Store:
        """Its store."""
        return unlock(settings.store_directory, self.keys)


def all_files(folder: Path) -> list[str]:
    """Every file below a folder, by its path from there."""
    return sorted(
        os.path.relpath(Path(root) / name, folder)
        for root, _, names in os.walk(folder)
        for name in names
    )
