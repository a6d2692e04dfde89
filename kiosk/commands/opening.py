"""The two things nearly every command begins with: the settings and the open store."""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.commands.settings_given import settings_for
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.store.keeping import holder_for
from kiosk.store.unlocking import unlock

__all__ = ["opened_store", "settings_for"]


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store of this PC, opened with the key from the keyring and closed afterwards.

    Raises:
        NotSetUp, StoreUnavailable: see `kiosk.errors`; a new store is never made here.
    """
    directory = settings.store_directory
    store = unlock(directory, holder_for(settings))
    try:
        yield store
    finally:
        store.close()
