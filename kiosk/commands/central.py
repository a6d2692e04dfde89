"""`central serve` and `invite`: the trial endpoint alone, needing no settings, store or keyring."""

import argparse
from datetime import timedelta
from typing import Final

from kiosk import central
from kiosk.commands.outcome import Outcome
from kiosk.errors import UsageError

_TIMES_MAX: Final = 1000
_HOURS_MAX: Final = 720


def serve(arguments: argparse.Namespace) -> Outcome:
    """Serves on this PC until it is told to end."""
    central.serve("127.0.0.1", arguments.port, arguments.data, closed=arguments.closed)
    return Outcome(0, {"ended": True}, "")


def invite(arguments: argparse.Namespace) -> Outcome:
    """A token by which kiosks enrol at the trial endpoint, where it is served with --closed.

    Raises:
        UsageError: a number makes no sense.
    """
    times, hours = arguments.times, arguments.hours
    if not 1 <= times <= _TIMES_MAX or not 1 <= hours <= _HOURS_MAX:
        raise UsageError(
            "A token is for 1 to 1000 kiosks, and for 1 to 720 hours.",
            advice="kiosk central invite --times 10 --hours 24",
        )
    token = central.invite(arguments.data, times=times, lasts=timedelta(hours=hours))
    kiosks = "one kiosk" if times == 1 else f"{times} kiosks"
    text = f"{token}\nFor {kiosks}, for {hours} hour{'s' * (hours != 1)}. It is shown only now."
    return Outcome(0, {"token": token, "times": times, "hours": hours}, text)
