"""`slips key`: the public key by which the clinic's other kiosks take the slips of this PC."""

import argparse
from datetime import UTC, datetime

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.desk.slips import own_slip_key


def key(arguments: argparse.Namespace) -> Outcome:
    """The key, and where it goes; made where there was none."""
    with opened_store(settings_for(arguments)) as store:
        return told(own_slip_key(store, now=datetime.now(UTC)))


def told(own: str) -> Outcome:
    """The key as JSON, and as the lines of the settings that it belongs into."""
    lines = [own, "", "In the settings of the other kiosks:", "[reception]"]
    return Outcome(0, {"publicKey": own}, "\n".join([*lines, f'slip_keys = ["{own}"]']))
