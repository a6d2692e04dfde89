"""`slips key`: the public key by which the clinic's other kiosks take the slips of this PC."""

import argparse
from datetime import UTC, datetime

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.desk.slips import own_slip_key


def key(arguments: argparse.Namespace) -> Outcome:
    """The key, and where it goes; made where there was none."""
    with opened_store(settings_for(arguments)) as store:
        own = own_slip_key(store, now=datetime.now(UTC))
    text = f'{own}\n\nIn the settings of the other kiosks:\n[reception]\nslip_keys = ["{own}"]'
    return Outcome(0, {"publicKey": own}, text)
