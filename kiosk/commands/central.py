"""`central serve`: the trial endpoint alone, needing no settings, store or keyring."""

import argparse

from kiosk import central
from kiosk.commands.outcome import Outcome


def serve(arguments: argparse.Namespace) -> Outcome:
    """Serves on this PC until it is told to end."""
    central.serve("127.0.0.1", arguments.port, arguments.data)
    return Outcome(0, {"ended": True}, "")
