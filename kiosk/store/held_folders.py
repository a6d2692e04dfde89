"""Folders beside a store that last as long as a block, each held by the process that works in it.

So whoever makes the next one knows what a crash left, and removes nothing that is in use.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.errors import StoreUnavailable
from kiosk.store.files import not_writable
from kiosk.store.locks import hold_for_run

STORE: Final = "store"
"""Whatever a held folder is for lies in a folder of this name in it, beside its lock."""


@contextmanager
def held_folder(directory: Path, prefix: str) -> Iterator[Path]:
    """A private folder in the folder of a store; nothing is left of it after the block.

    Args:
        directory: of the store.
        prefix: its name begins so; what a crash left of others with this prefix goes.

    Raises:
        StoreUnavailable: this user may not write there.
    """
    clear_held(directory, prefix)
    try:
        place = Path(tempfile.mkdtemp(prefix=prefix, dir=directory))
    except OSError as cause:
        raise not_writable(directory, cause) from cause
    try:
        with hold_for_run(place):
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear_held(directory: Path, prefix: str) -> None:
    """Remove what a crash left; not what another process works on at this moment."""
    for place in directory.glob(f"{prefix}*"):
        try:
            with hold_for_run(place):
                shutil.rmtree(place / STORE, ignore_errors=True)
        except StoreUnavailable:  # in use, or nothing of it can be deleted here
            continue
        shutil.rmtree(place, ignore_errors=True)
