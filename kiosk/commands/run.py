"""`run`: the patient kiosk."""

import argparse
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.closed import show_closed
from kiosk.closed_for_maintenance import stay_closed
from kiosk.commands.first_start import set_up_at_screen
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.unattended import go_on_unattended
from kiosk.commands.withheld import withheld
from kiosk.display import has_display
from kiosk.errors import KioskError, RefusedError, StoreBusy
from kiosk.log_files import RUN, keep_log_file
from kiosk.maintenance import flag_in_force
from kiosk.parts import utc_now
from kiosk.places import maintenance_file
from kiosk.running import run as run_kiosk


def run(arguments: argparse.Namespace) -> Outcome:
    """The patient kiosk; what keeps it from opening is on the screen, too."""
    return _under_maintenance(arguments, maintenance_file()) or _run(arguments)


def _run(arguments: argparse.Namespace) -> Outcome:
    try:
        settings = settings_for(arguments)
        keep_log_file(settings, RUN, now=utc_now)
        go_on_unattended(settings, arguments.config)
        for sentence in withheld(settings):
            sys.stderr.write(f"kiosk: {sentence}\n")
        code = run_kiosk(settings, windowed=arguments.windowed, flag_file=maintenance_file())
    except (RefusedError, StoreBusy):
        raise  # there is no screen, or it shows the kiosk that runs already
    except KioskError as closed:
        if set_up_at_screen(closed, arguments):
            return run(arguments)
        if has_display():
            sys.stderr.write("kiosk: closed; a page on the screen says so for 20 s\n")
            show_closed(closed, windowed=arguments.windowed)
        raise
    return Outcome(code, {"ended": True}, "")


def _under_maintenance(arguments: argparse.Namespace, file: Path) -> Outcome | None:
    """While the flag stands, the page of maintenance; no store is opened."""
    flag = flag_in_force(file, datetime.now(UTC))
    if flag is None:
        return None
    settings = None
    with suppress(KioskError):
        settings = settings_for(arguments)
    code = stay_closed(file, flag, settings, windowed=arguments.windowed)
    return Outcome(code, {"ended": True, "maintenance": True}, "")
