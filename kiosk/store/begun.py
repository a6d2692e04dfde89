"""Which store is in the making: a kill on the way may leave its key in the keyring, and its sheet.

The id lies in the folder of the store from before the key is kept until the store is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from kiosk.errors import StoreUnavailable
from kiosk.store.files import not_writable, replace_private
from kiosk.store.folder import BEGUN, CARD
from kiosk.store.keeping import KeyKeeper


def cut_off(directory: Path) -> str | None:
    """The id of a store whose making was cut off; None where none was."""
    try:
        text = (directory / BEGUN).read_text(encoding="utf-8").strip()
        return None if (directory / CARD).exists() else str(UUID(text))
    except (OSError, ValueError):
        return None


@contextmanager
def beginning(directory: Path, store_id: str, keeper: KeyKeeper) -> Iterator[None]:
    """The block keeps the key of that store, and makes it.

    What another try left in the keyring is taken away first; where the block raises, what it left
    there, too.

    Raises:
        KeyringMissing, KeyringLocked, RefusedError: the keyring does not let that happen.
        StoreUnavailable: this user may not write here.
    """
    if (before := cut_off(directory)) is not None:
        keeper.forget(before)
    is_new = not directory.exists()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_private(directory / BEGUN, store_id.encode())
    except OSError as cause:
        raise not_writable(directory, cause) from cause
    try:
        yield
    except Exception:
        with suppress(StoreUnavailable):
            keeper.forget(store_id)
            _end(directory)
            if is_new:
                _remove_empty(directory)
        raise
    _end(directory)


def _end(directory: Path) -> None:
    (directory / BEGUN).unlink(missing_ok=True)


def _remove_empty(directory: Path) -> None:
    with suppress(OSError):
        directory.rmdir()
