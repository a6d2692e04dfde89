"""`reception`: the desk's window."""

import argparse

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.reception import run_reception


def reception(arguments: argparse.Namespace) -> Outcome:
    """The desk's window, until it is closed."""
    run_reception(settings_for(arguments))
    return Outcome(0, {"ended": True}, "")
