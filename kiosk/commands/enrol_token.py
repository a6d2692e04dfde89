"""`enrol` by a token: this PC's key is registered with it, where the service takes that."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kiosk.commands.enrol_ways import Given
from kiosk.errors import NotAuthorised, RefusedError, Unreachable
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access import enrolment as access
from kiosk.sync.access.discovery import registration_at
from kiosk.sync.access.enrolling import by_registration, registered, registering
from kiosk.sync.access.invitation import take_invitation
from kiosk.sync.access.registration import replace_key, withdraw
from kiosk.sync.connect import exchange_by, service_in
from kiosk.sync.turn import ENROLLING, sender_turn

SEEN: Final = (
    "kiosk: whoever lists this PC's processes could read that token. Better: --token - (standard "
    "input), or --token-file FILE.\n"
)
WAITS: Final = (
    "The token is kept in the encrypted store, and this kiosk enrols by itself as soon as the "
    "service can be reached."
)


class Registered(NamedTuple):
    """What came of a token.

    Attributes:
        enrolment: what lets this kiosk in from now on; None where the token waits, or is itself
            what lets it in.
        waits: why the token waits for a better line; None where it does not.
        stays: the client id that stays registered at the service though nobody uses it any more.
    """

    enrolment: access.Enrolment | None = None
    waits: Unreachable | None = None
    stays: str = ""


def warn_of_typed_token(arguments: argparse.Namespace) -> None:
    """A token that was typed in the command line is seen by others."""
    if arguments.token not in {None, "-"}:
        sys.stderr.write(SEEN)


def exchanged(store: Store, central: Central, given: Given, *, bearer: bool) -> Registered:
    """Registers this kiosk by the token that was given; what it is let in by is kept.

    A kiosk that was let in before gets another key, and its first one is withdrawn.

    Raises:
        NotAuthorised: the service does not accept the token; what there was stays.
        Unreachable: it can't be reached, and this kiosk is let in by something else.
    """
    base, exchange = service_in(central), exchange_by(central, _now)
    assert isinstance(given.way, access.Token)  # noqa: S101 - the caller chose by that
    token = given.way.token
    before = access.kept_enrolment(store)
    with _turn(store):
        try:
            url = None if bearer else registration_at(exchange.reach, base, _now())
        except Unreachable as error:
            if before is not None:
                raise
            take_invitation(store, base, token, now=_now())
            return Registered(waits=error)
        if url is None:
            return Registered()
        key = None if before is None else access.make_next_key(store)
        made = registered(store, base, token, url, exchange, key=key)
        access.keep_enrolment(store, made, now=_now(), key=key)
    if before is None or before.base != base or not isinstance(before.way, access.Smart):
        return Registered(made)
    old = before.registration
    gone = old is not None and (old.client_id == _id(made) or withdraw(exchange.reach, old))
    return Registered(made, stays="" if gone else before.way.client_id)


def with_new_key(store: Store, central: Central) -> access.Enrolment:
    """Another key in the place of this PC's, under the same client; no token is needed.

    Raises:
        RefusedError: this kiosk did not register itself at that service.
        NotAuthorised, Unreachable: the service does not take it; the first key stays.
    """
    before, exchange = access.kept_enrolment(store), exchange_by(central, _now)
    if before is None or before.registration is None or before.base != service_in(central):
        raise RefusedError(
            "This kiosk did not register itself at that service, so it can't change its key there.",
            advice="With a token: kiosk enrol --token-file FILE. By hand: kiosk enrol --forget, "
            "then kiosk enrol --make-key.",
        )
    with _turn(store):
        key = access.make_next_key(store)
        new = registering(store, key, exchange)
        known = replace_key(exchange.reach, before.registration, new, now=_now())
        made = by_registration(before.base, known)
        access.keep_enrolment(store, made, now=_now(), key=key)
    return made


@contextmanager
def _turn(store: Store) -> Iterator[None]:
    with sender_turn(store.directory, ENROLLING) as ours:
        if not ours:
            raise NotAuthorised(
                "Another process of this kiosk enrols it just now.", advice="Try again in a minute."
            )
        yield


def _id(enrolment: access.Enrolment) -> str:
    return enrolment.way.client_id if isinstance(enrolment.way, access.Smart) else ""


def _now() -> datetime:
    return datetime.now(UTC)
