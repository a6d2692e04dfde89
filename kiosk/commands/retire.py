"""`retire`: a kiosk is taken out of service, and nothing is lost by that."""

import argparse
from datetime import UTC, datetime

from kiosk.commands.leaving import access_of, left_in, refuse_left, say_goodbye, send_all
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import CentralError
from kiosk.settings import Settings
from kiosk.store.database import Store, hold_for_run
from kiosk.sync.access.enrolment import forget_access
from kiosk.sync.access.retired import keep_retired, retired_at

_GIVE_UP = "or give it up for good with: kiosk retire --even-unsent"
_FIRST = f"Send or export it first, and let staff look at alerts; {_GIVE_UP}"


def retire(arguments: argparse.Namespace) -> Outcome:
    """Sends all, takes this kiosk off the service's list, and forgets what let it in.

    Raises:
        StoreBusy: the kiosk runs.
        RefusedError: something is nowhere but here.
        CentralError: the service could not be told.
    """
    settings = settings_for(arguments)
    with hold_for_run(settings.store_directory), opened_store(settings) as store:
        if retired_at(store) is None:
            _leave(store, settings, even_unsent=arguments.even_unsent)
            keep_retired(store, now=datetime.now(UTC))
        forget_access(store, now=datetime.now(UTC))
        left = left_in(store)
    document = {"retired": True, "unsent": left.unsent, "paused": left.paused}
    text = (
        "This kiosk is out of service: it takes no answers any more, and the central service does "
        "not let it in.\nNext, to delete the key and all answers on this PC: kiosk wipe"
    )
    return Outcome(0, document, text)


def _leave(store: Store, settings: Settings, *, even_unsent: bool) -> None:
    before, key = access_of(store)
    if settings.central.url is None:
        if not even_unsent:
            refuse_left(left_in(store), None, _FIRST)
        return
    error = send_all(store, settings, before)
    if not even_unsent:
        refuse_left(left_in(store), error, _FIRST)
    try:
        say_goodbye(store, settings, before, key)
    except CentralError as told:
        if not even_unsent:
            told.advice = f"{told.advice} Try again later, {_GIVE_UP}"
            raise
