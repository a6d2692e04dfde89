"""What is said of the kiosk's access at the central service, long before it ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.commands.times import stamp
from kiosk.errors import SettingsInvalid
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access.enrolment import ending, kept_enrolment, kind_of
from kiosk.sync.access.invitation import kept_invitation
from kiosk.sync.access.retired import retired_at
from kiosk.sync.connect import check_address

SOON: Final = timedelta(days=30)


def access_shown(store: Store, central: Central, now: datetime) -> dict[str, Any]:
    """The kind of access, for which service, and what is wrong with it; never a secret."""
    kept, waiting = kept_enrolment(store), kept_invitation(store)
    return {
        "kind": None if kept is None else kind_of(kept.way),
        "server": None if kept is None else kept.base,
        "certificateEnds": None if kept is None else stamp(ending(kept.way)),
        "tokenSince": None if waiting is None else stamp(waiting.since),
        "retired": stamp(retired_at(store)),
        "trouble": [*ends_soon(store, now), *elsewhere(store, central), *not_yet(store)],
    }


def not_yet(store: Store) -> Iterator[str]:
    """That a token for enrolment waits, and why; nothing where none does."""
    waiting = kept_invitation(store)
    if waiting is None or kept_enrolment(store) is not None:
        return
    since = f"{waiting.since.astimezone():%Y-%m-%d}"
    if not waiting.refused:
        yield f"Not enrolled yet: the token of {since} waits until the service can be reached."
    else:
        yield f"Not enrolled: {waiting.refused} {waiting.advice}"


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
