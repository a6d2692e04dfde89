"""A token for enrolment becomes an enrolment, once the service can be reached.

    the service takes new clients (RFC 7591)     this PC's key is registered by the token, which
                                                 has done its work with that
    it takes none                                the token is what lets this kiosk in (RFC 6750)

Each step can be cut off and done again: the key is made once, and the token waits in the store
until what it was exchanged for is kept.
"""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import httpx2

from kiosk.errors import NotAuthorised, Unreachable
from kiosk.store.database import Store
from kiosk.sync.access.discovery import registration_at
from kiosk.sync.access.enrolment import (
    Enrolment,
    Registration,
    Smart,
    Token,
    keep_enrolment,
    kept_enrolment,
    make_key,
)
from kiosk.sync.access.invitation import (
    Invitation,
    kept_invitation,
    note_asked,
    note_refusal,
)
from kiosk.sync.access.presenting import Clock, Flow, not_enrolled
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.registration import Registering, register
from kiosk.sync.access.smart import needed_scope
from kiosk.sync.turn import ENROLLING, sender_turn
from kiosk.sync.verdict import Outcome

NOT_AGAIN: Final = timedelta(hours=1)
"""So long after a refusal the same token is not sent by itself."""


class Exchange(NamedTuple):
    """How a token is exchanged.

    Attributes:
        reach: how addresses beside the service are asked.
        now: this PC's clock.
        visits: this kiosk makes visits of Tasks.
        probe: asks the service for something with an enrolment; raises NotAuthorised where it
            does not let it in, Unreachable where nobody can tell.
    """

    reach: Reach
    now: Clock
    visits: bool
    probe: Callable[[Enrolment], None]


class EnrolFirst(httpx2.Auth):
    """Enrols this kiosk with its first request, and goes on as enrolled.

    Args:
        store: where the token waits.
        exchange: how it is exchanged.
        auth_of: what an enrolment puts on each request.
    """

    def __init__(
        self, store: Store, exchange: Exchange, auth_of: Callable[[Enrolment], httpx2.Auth]
    ) -> None:
        self._store, self._exchange, self._auth_of = store, exchange, auth_of
        self._enrolled: httpx2.Auth | None = None

    def auth_flow(self, request: httpx2.Request) -> Flow:
        """One request. Raises NotAuthorised or Unreachable where it can't be enrolled."""
        if self._enrolled is None:
            enrolment = enrol_waiting(self._store, self._exchange)
            self._enrolled = not_enrolled() if enrolment is None else self._auth_of(enrolment)
        yield from self._enrolled.auth_flow(request)


def enrol_waiting(store: Store, exchange: Exchange, *, again: bool = False) -> Enrolment | None:
    """Exchanges the token that waits; the enrolment that holds then, None where there is none.

    Args:
        store: where it waits.
        exchange: how it is done.
        again: also a token that was refused a moment ago.

    Raises:
        NotAuthorised: the service does not accept the token; it waits on, with the reason.
        Unreachable: the service can't be reached, or another process enrols this kiosk just now.
    """
    with sender_turn(store.directory, ENROLLING) as ours:
        if not ours:
            raise Unreachable(
                "Another process of this kiosk enrols it just now.",
                advice="Nothing is lost; it is tried again by itself.",
                outcome=Outcome.BUSY,
            )
        kept, waiting = kept_enrolment(store), kept_invitation(store)
        if kept is not None or waiting is None:
            return kept
        if not again:
            _refuse_again(waiting, exchange.now())
        return _exchanged(store, waiting, exchange)


def _refuse_again(waiting: Invitation, now: datetime) -> None:
    refusal = waiting.refusal
    if refusal and waiting.at is not None and timedelta() <= now - waiting.at < NOT_AGAIN:
        raise refusal


def _exchanged(store: Store, waiting: Invitation, exchange: Exchange) -> Enrolment:
    url = registration_at(exchange.reach, waiting.base, exchange.now())
    cut_off = waiting.asked is not None and not waiting.refused
    waiting = note_asked(store, waiting, now=exchange.now())
    try:
        enrolment = (
            _by_token(waiting, exchange)
            if url is None
            else (registered(store, waiting.base, waiting.token, url, exchange))
        )
    except NotAuthorised as error:
        noted = note_refusal(store, waiting, error, now=exchange.now(), cut_off=cut_off)
        raise noted.refusal or error from error
    keep_enrolment(store, enrolment, now=exchange.now())
    return enrolment


def registered(  # noqa: PLR0913 - a token, and where and how it is used
    store: Store, base: str, token: str, url: str, exchange: Exchange, *, key: bytes | None = None
) -> Enrolment:
    """Registers this kiosk; nothing is kept yet. `key`: another one than this PC has.

    Raises:
        NotAuthorised, Unreachable: as `register`.
    """
    used = make_key(store, now=exchange.now())[0] if key is None else key
    known = register(
        exchange.reach, url, token, registering(store, used, exchange), now=exchange.now()
    )
    return by_registration(base, known)


def by_registration(base: str, known: Registration) -> Enrolment:
    """The enrolment of a kiosk that registered itself."""
    return Enrolment(base, Smart(known.client_id), known)


def registering(store: Store, key: bytes, exchange: Exchange) -> Registering:
    """This kiosk, as it registers itself."""
    scope = needed_scope(visits=exchange.visits)
    return Registering(key, socket.gethostname(), store.kiosk_id, scope)


def _by_token(waiting: Invitation, exchange: Exchange) -> Enrolment:
    enrolment = Enrolment(waiting.base, Token(waiting.token))
    exchange.probe(enrolment)
    return enrolment
