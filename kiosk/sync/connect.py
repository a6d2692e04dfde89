"""The client of a real kiosk: the service that its settings name, by the access that it has."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import httpx2
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kiosk.errors import NotAuthorised, Refused, SettingsInvalid, Unreachable
from kiosk.settings import Central
from kiosk.store.database import Store
from kiosk.sync.access.certificates import line_with
from kiosk.sync.access.enrolling import EnrolFirst, Exchange
from kiosk.sync.access.enrolment import (
    Certificate,
    Enrolment,
    Smart,
    Token,
    kept_enrolment,
    kept_key,
)
from kiosk.sync.access.invitation import kept_invitation
from kiosk.sync.access.keys import private_key
from kiosk.sync.access.presenting import (
    by_certificate,
    by_password,
    by_token,
    elsewhere,
    key_gone,
    not_enrolled,
)
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.smart import SmartBackend
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome
from kiosk.sync.wire import Access, Wire

Clock = Callable[[], datetime]

_PROBE: Final = "Questionnaire?_count=1"
"""Asked with a token alone: without a single answer in it."""


def check_address(central: Central) -> str | None:
    """The base address of the service, without a slash at its end; None where none is named.

    Raises:
        SettingsInvalid: it can't be used, or this PC's proxy or certificates can't.
    """
    if central.url is None:
        return None
    wire = Wire(central.url, timeout_s=central.timeout_s)
    wire.close()
    return wire.base


def service_in(central: Central) -> str:
    """Likewise, where there must be one.

    Raises:
        SettingsInvalid: none is named, too.
    """
    base = check_address(central)
    if base is None:
        raise SettingsInvalid(
            "No central service is named in the settings.",
            advice='Add its address: [central] url = "https://…/fhir"',
        )
    return base


def client_for(
    central: Central,
    store: Store,
    *,
    clock: Clock,
    transport: httpx2.BaseTransport | None = None,
) -> FhirClient:
    """A client of the central service, let in as this kiosk was enrolled.

    What it was enrolled with is read now: who enrols it anew makes another client. Where a token
    for enrolment waits, the first request exchanges it.

    Args:
        central: names the service.
        store: keeps what lets this kiosk in.
        clock: this PC's, aware.
        transport: another way than this PC's network.

    Raises:
        SettingsInvalid: no service is named, its address can't be used, or the kiosk's certificate
            can't.
    """
    kept, waiting = kept_enrolment(store), kept_invitation(store)
    base = service_in(central)
    if kept is None and waiting is not None and waiting.base == base:
        first = _enrolling(store, central, clock, transport)
        access = Access(first)
        return FhirClient(
            base, timeout_s=central.timeout_s, access=access, transport=transport, clock=clock
        )
    return client_by(kept, kept_key(store), central, clock=clock, transport=transport)


def client_by(
    enrolment: Enrolment | None,
    key: bytes | None,
    central: Central,
    *,
    clock: Clock,
    transport: httpx2.BaseTransport | None = None,
) -> FhirClient:
    """Likewise with an enrolment in hand; `key` is the one made on this PC."""
    base = service_in(central)
    reach = Reach(central.timeout_s, transport)
    return FhirClient(
        base,
        timeout_s=central.timeout_s,
        access=_access(enrolment, key, central, reach, clock),
        transport=transport,
        clock=clock,
    )


def exchange_by(
    central: Central, clock: Clock, transport: httpx2.BaseTransport | None = None
) -> Exchange:
    """How a token for enrolment is exchanged at the service that is named."""

    def probe(enrolment: Enrolment) -> None:
        client = client_by(enrolment, None, central, clock=clock, transport=transport)
        try:
            client.search(_PROBE)
        except NotAuthorised as error:
            if error.outcome != Outcome.FORBIDDEN:
                raise
        except Refused:
            pass  # who is not let in is not told so
        except Unreachable as error:
            if error.outcome not in (Outcome.NOT_TAKEN, Outcome.MISDIRECTED):
                raise
        finally:
            client.close()

    reach = Reach(central.timeout_s, transport)
    return Exchange(reach, clock, central.tasks != "none", probe)


def _enrolling(
    store: Store, central: Central, clock: Clock, transport: httpx2.BaseTransport | None
) -> EnrolFirst:
    exchange = exchange_by(central, clock, transport)

    def auth_of(enrolment: Enrolment) -> httpx2.Auth:
        access = _access(enrolment, kept_key(store), central, exchange.reach, clock)
        return access.auth or not_enrolled()

    return EnrolFirst(store, exchange, auth_of)


def _access(
    enrolment: Enrolment | None, key: bytes | None, central: Central, reach: Reach, clock: Clock
) -> Access:
    if enrolment is None:
        return Access(not_enrolled())
    if enrolment.base != service_in(central):
        return Access(elsewhere(enrolment.base))
    if isinstance(enrolment.way, Smart | Certificate):
        return _by_key(enrolment.way, key, central, reach, clock)
    if isinstance(enrolment.way, Token):
        return Access(by_token(enrolment.way.token))
    return Access(by_password(enrolment.way.user, enrolment.way.password))


def _by_key(
    way: Smart | Certificate, key: bytes | None, central: Central, reach: Reach, clock: Clock
) -> Access:
    if isinstance(way, Certificate) and way.key is not None:
        return _certified(way, load_pem_private_key(way.key.encode(), None), clock)
    if key is None:
        return Access(key_gone())
    if isinstance(way, Certificate):
        return _certified(way, private_key(key), clock)
    base, visits = service_in(central), central.tasks != "none"
    return Access(SmartBackend(base, way, key, reach=reach, now=clock, visits=visits))


def _certified(way: Certificate, key: PrivateKeyTypes, clock: Clock) -> Access:
    return Access(by_certificate(clock), line_with(way.chain, key))
