"""`reception`: the desk's window."""

import argparse

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.running.log_files import DESK, keep_log_file
from kiosk.running.parts import utc_now
from kiosk.running.reception import run_reception


def reception(arguments: argparse.Namespace) -> Outcome:
    """The desk's window, until it is closed."""
    settings = settings_for(arguments)
    keep_log_file(settings, DESK, now=utc_now)
    run_reception(settings)
    return Outcome(0, {"ended": True}, "")
