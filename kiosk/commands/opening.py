"""The two things nearly every command begins with: the settings and the open store."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.errors import NotSetUp, UsageError
from kiosk.places import default_settings_file
from kiosk.settings import Settings, read_settings
from kiosk.store.database import Store
from kiosk.store.keeping import holder_for
from kiosk.store.unlocking import unlock


def settings_for(arguments: argparse.Namespace) -> Settings:
    """The settings a command was given, or those in the usual place.

    Raises:
        UsageError: the file named by --config is not there.
        NotSetUp: none was named and there are none in the usual place.
        SettingsInvalid: the file is not right.
    """
    file = arguments.config or default_settings_file()
    if file.is_file():
        return read_settings(file)
    if arguments.config is not None:
        raise UsageError(f"There is no file {file}.", advice="Look at the path after --config.")
    raise NotSetUp(
        "This PC has not been set up as a kiosk yet.",
        advice="Run as the user the kiosk will run as: kiosk setup",
    )


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
