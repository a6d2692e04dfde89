"""`run`: the patient kiosk."""

import argparse
import sys

from kiosk.closed import show_closed
from kiosk.commands.first_start import set_up_at_screen
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.withheld import withheld
from kiosk.display import has_display
from kiosk.errors import KioskError, RefusedError, StoreBusy
from kiosk.running import run as run_kiosk


def run(arguments: argparse.Namespace) -> Outcome:
    """The patient kiosk; what keeps it from opening is on the screen, too."""
    try:
        settings = settings_for(arguments)
        for sentence in withheld(settings):
            sys.stderr.write(f"kiosk: {sentence}\n")
        run_kiosk(settings, windowed=arguments.windowed)
    except (RefusedError, StoreBusy):
        raise  # there is no screen, or it shows the kiosk that runs already
    except KioskError as closed:
        if set_up_at_screen(closed, arguments):
            return run(arguments)
        if has_display():
            sys.stderr.write("kiosk: closed; a page on the screen says so for 20 s\n")
            show_closed(closed, windowed=arguments.windowed)
        raise
    return Outcome(0, {"ended": True}, "")
