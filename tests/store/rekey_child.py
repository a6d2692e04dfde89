"""Changes the key of a store and kills itself at one step.

python rekey_child.py STORE KEYS SHEET STEP before|after
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.errors import KeyMissing
from kiosk.store import rekey
from kiosk.store.files import replace_private
from kiosk.store.rekey import NewKey


class FileKeys:
    """A keyring that is a folder with a file for each key; it outlives the process."""

    backend = "tests.FileKeys"

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(exist_ok=True)

    def load(self, entry: str) -> bytes:
        try:
            return (self.place / entry).read_bytes()
        except FileNotFoundError:
            raise KeyMissing("no key") from None

    def keep(self, store_id: str, key: bytes, following: bytes | None = None) -> None:
        self._write(store_id, key)
        if following is not None:
            self._write(f"{store_id}.next", following)
        else:
            (self.place / f"{store_id}.next").unlink(missing_ok=True)

    def forget(self, store_id: str) -> None:
        for entry in (store_id, f"{store_id}.next"):
            (self.place / entry).unlink(missing_ok=True)

    def _write(self, entry: str, key: bytes) -> None:
        replace_private(self.place / entry, key)


STEPS: dict[str, tuple[Any, str, int]] = {
    "keyring holds both": (FileKeys, "keep", 1),
    "next copy sealed": (rekey, "replace_private", 1),
    "card names both": (rekey.folder, "amend_card", 1),
    "database changes": (rekey, "change_key", 1),
    "keyring holds one": (FileKeys, "keep", 2),
    "keyring holds one, half": (Path, "unlink", 1),
    "recorded": (rekey, "_record_once", 1),
    "sealed copy changed": (rekey, "settle", 1),
    "folder synced": (rekey, "sync_folder", 1),
    "card names one": (rekey.folder, "amend_card", 2),
}
"""What is called at a step, and for which time."""


def killing(function: Callable[..., Any], nth: int, when: str) -> Callable[..., Any]:
    calls = 0

    def called(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        found = function(*arguments, **named)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    return called


def change(directory: str, keys: str, sheet: str) -> None:
    def keep(new: NewKey) -> None:
        Path(sheet).write_text(new.code)

    keeper = FileKeys(Path(keys))
    rekey.rekey(Path(directory), keeper, now=datetime.now(UTC), keep_sheet=keep)


if __name__ == "__main__":
    place, name, nth = STEPS[sys.argv[4]]
    setattr(place, name, killing(getattr(place, name), nth, sys.argv[5]))
    change(*sys.argv[1:4])
