"""`wipe`: the end of a kiosk on this PC."""

import argparse
import sys

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import RefusedError
from kiosk.store.accounts import acting_as
from kiosk.store.folder import read_card_alone
from kiosk.store.keeping import keeper_for, owner_of
from kiosk.store.wipe import refuse_to_lose, wipe_store

TYPED = 8
"""So many signs of the store's id are typed by whoever means it."""


def wipe(arguments: argparse.Namespace) -> Outcome:
    """Deletes the key in the keyring, then the store, once the store's id was typed.

    Raises:
        RefusedError: answers would be lost, a hold lasts, or something else was typed.
        StoreBusy: the kiosk runs.
    """
    settings = settings_for(arguments)
    directory, keeper = settings.store_directory, keeper_for(settings)
    name, owner = read_card_alone(directory).store_id, owner_of(directory, keeper)
    with acting_as(owner):
        refuse_to_lose(directory, keeper, even_unsent=arguments.even_unsent)
    wanted = name[:TYPED]
    sys.stderr.write(
        f"This deletes the key and all answers in {directory} for good.\n"
        f"Type the first {TYPED} signs of the store's id, {wanted}, to do it: "
    )
    sys.stderr.flush()
    if sys.stdin.readline().strip() != wanted:
        raise RefusedError("Something else was typed; nothing was deleted.")
    with acting_as(owner):
        wipe_store(directory, keeper, even_unsent=arguments.even_unsent)
    text = (
        f"The key and the store in {directory} are gone.\n"
        "Exported files and the recovery sheet are not touched: delete and shred them, too."
    )
    return Outcome(0, {"store": str(directory), "wiped": True}, text)
