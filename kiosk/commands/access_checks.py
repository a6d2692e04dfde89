"""What is said of the kiosk's access at the central service, long before it ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.commands.times import stamp
from kiosk.errors import SettingsInvalid
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access.enrolment import ending, kept_enrolment, kind_of
from kiosk.sync.connect import check_address

SOON: Final = timedelta(days=30)


def access_shown(store: Store, central: Central, now: datetime) -> dict[str, Any]:
    """The kind of access, for which service, and what is wrong with it; never a secret."""
    kept = kept_enrolment(store)
    return {
        "kind": None if kept is None else kind_of(kept.way),
        "server": None if kept is None else kept.base,
        "certificateEnds": None if kept is None else stamp(ending(kept.way)),
        "trouble": [*ends_soon(store, now), *elsewhere(store, central)],
    }


def ends_soon(store: Store, now: datetime) -> Iterator[str]:
    """That the certificate ends within 30 days, or has ended; nothing where it does not."""
    kept = kept_enrolment(store)
    end = None if kept is None else ending(kept.way)
    if end is not None and end - now < SOON:
        verb = "ended" if end <= now else "ends"
        yield f"The certificate that lets this kiosk in {verb} on {end.astimezone():%Y-%m-%d}."


def elsewhere(store: Store, central: Central) -> Iterator[str]:
    """That the access was given for another service than the settings name."""
    kept = kept_enrolment(store)
    try:
        named = check_address(central)
    except SettingsInvalid:  # the kiosk says so itself, and does not start
        return
    if kept is not None and named not in {None, kept.base}:
        yield f"This kiosk was enrolled for another service than the settings name: {kept.base}."
