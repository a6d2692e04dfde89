"""`recover --prove`: whether the recovery sheet in the safe opens this store; changes nothing."""

import argparse
from datetime import UTC, datetime

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.typed_code import with_typed_code
from kiosk.store import proofs


def prove(arguments: argparse.Namespace) -> Outcome:
    """Tries the code of the sheet on the sealed copy of the key, and notes that it opens.

    Raises:
        RefusedError: the code is not the one of this store.
    """
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        key = with_typed_code(lambda code: proofs.prove(store, code, now=datetime.now(UTC)))
    document = {"store": str(settings.store_directory), "proved": True, "key": key}
    return Outcome(0, document, f"The sheet opens this store (key {key}). Put it back in the safe.")
