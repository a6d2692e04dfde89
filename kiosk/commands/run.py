"""`run`: the patient kiosk, and what comes before it: set-up, maintenance, a start that failed."""

import argparse
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kiosk.commands.first_start import set_up_at_screen
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.unattended import go_on_unattended
from kiosk.commands.withheld import withheld
from kiosk.errors import KioskError, RefusedError, StoreBusy
from kiosk.machine.display import has_display
from kiosk.machine.notify import PATIENCE, STOPPING, notify
from kiosk.machine.places import default_settings_file, maintenance_file, policy_file
from kiosk.running.closed import show_closed
from kiosk.running.closed_for_maintenance import stay_closed
from kiosk.running.log_files import RUN, keep_log_file
from kiosk.running.maintenance import flag_in_force
from kiosk.running.on_this_pc import run as run_kiosk
from kiosk.running.out_of_order import Around, is_seen, kept_from_looping, stat_of
from kiosk.running.parts import utc_now
from kiosk.settings import Settings
from kiosk.store.folder import CARD


def run(arguments: argparse.Namespace) -> Outcome:
    """The patient kiosk; what keeps it from opening is on the screen, too."""
    try:
        return _under_maintenance(arguments, maintenance_file()) or _guarded(arguments)
    finally:
        notify(STOPPING)  # not sooner: one page follows another in the same process


def _guarded(arguments: argparse.Namespace) -> Outcome:
    """Before patients: starts that fail again and again end on the page “out of order”."""
    if not is_seen(windowed=arguments.windowed):
        return _run(arguments)
    ended = kept_from_looping(partial(_run, arguments), _around(arguments))
    return ended or Outcome(0, {"ended": True}, "")


def _around(arguments: argparse.Namespace) -> Around:
    """Where what may be wrong lies, as far as it is known."""
    files = [arguments.config or default_settings_file(), policy_file()]
    settings = partial(_settings_or_none, arguments)
    if (known := settings()) is not None:
        files.append(known.store_directory / CARD)
    return Around(
        settings, stat_of(*files),
        leaves=lambda: flag_in_force(maintenance_file(), utc_now()) is not None,
    )  # fmt: skip


def _settings_or_none(arguments: argparse.Namespace) -> Settings | None:
    """None where they are what is broken, in whatever way."""
    try:
        return settings_for(arguments)
    except Exception:  # noqa: BLE001 - also a bug in reading them must not keep the page away
        return None


def _run(arguments: argparse.Namespace) -> Outcome:
    try:
        settings = settings_for(arguments)
        keep_log_file(settings, RUN, now=utc_now)
        notify(PATIENCE)  # for a slow service here, and a damaged store afterwards
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
    settings = _settings_or_none(arguments)
    code = stay_closed(file, flag, settings, windowed=arguments.windowed)
    return Outcome(code, {"ended": True, "maintenance": True}, "")
